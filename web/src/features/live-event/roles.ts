import type { EventRole, HeldRoleFragment } from "@/gen/graphql";

export type HeldRole = HeldRoleFragment;
/** Who holds roles in an event: a membership, somebody of the team; nobody who is not known. */
export type Holder = { readonly roles: readonly HeldRole[] } | null | undefined;

/** Whether a role is held for the whole event, not only for a stage, track or team of it. */
export const isWholeEvent = ({ scope }: HeldRole): boolean => scope.kind === "event" && scope.id === null;

/** Whether one of `roles` is held for the whole event. */
export const holds = (holder: Holder, ...roles: readonly EventRole[]): boolean =>
  holder?.roles.some((held) => roles.includes(held.role) && isWholeEvent(held)) ?? false;

/** May edit the event and its agenda. */
export const organises = (holder: Holder): boolean => holds(holder, "owner", "organiser");

/** May moderate, and reach people without a match. */
export const isStaff = (holder: Holder): boolean => holds(holder, "owner", "organiser", "moderator");

/** Whether this person belongs inside: registered, or with any role in the event. */
export const belongs = (membership: (Holder & { readonly registered: boolean }) | null): boolean =>
  membership !== null && (membership.registered || membership.roles.length > 0);
