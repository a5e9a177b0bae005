import { holds, type HeldRole, type Holder } from "@/features/live-event";
import type { EventRole, OrganisedPersonFragment } from "@/gen/graphql";
import { byName } from "@/lib/intl";

export type OrganisedPerson = OrganisedPersonFragment;
/** What each person holds: what the server said, and over it what was chosen here. */
export type Roles = ReadonlyMap<string, readonly HeldRole[]>;
/** A role that was just given or taken here, before the server's answer to it. */
export type Choice = { readonly personId: string; readonly held: HeldRole; readonly on: boolean };

/** In the order in which they are offered: from leading the event to coming to it. */
export const roleOrder = [
  "owner",
  "organiser",
  "moderator",
  "speaker",
  "mentor",
  "judge",
  "sponsor",
  "attendee",
] as const satisfies readonly EventRole[];

/** Known people and a further page, nobody twice; the later word about somebody counts. */
export function withPeople(
  known: readonly OrganisedPerson[],
  page: readonly OrganisedPerson[],
): readonly OrganisedPerson[] {
  const byId = new Map(known.map((person) => [person.id, person]));
  for (const person of page) byId.set(person.id, person);
  return Array.from(byId.values());
}

/** Those of the known who are here, by name; and how many are here whom the page does not know. */
export function whoIsHere(
  known: readonly OrganisedPerson[],
  here: ReadonlySet<string>,
): { people: readonly OrganisedPerson[]; others: number } {
  const people = withPeople([], known)
    .filter((person) => here.has(person.id))
    .sort((a, b) => byName(a.name, b.name));
  return { people, others: here.size - people.length };
}

export const isSameRole = (a: HeldRole, b: HeldRole): boolean =>
  a.role === b.role && a.scope.kind === b.scope.kind && a.scope.id === b.scope.id;

/** A role of the whole event, as it is given here. */
export const wholeEvent = (role: EventRole): HeldRole => ({ role, scope: { kind: "event", id: null } });

/** The roles with the choices made since, one after the other; the weightiest role first. */
export function withChoices(roles: Roles, choices: readonly Choice[]): Roles {
  const after = new Map(roles);
  for (const { personId, held, on } of choices) {
    const others = (after.get(personId) ?? []).filter((one) => !isSameRole(one, held));
    after.set(personId, on ? [...others, held].sort(byWeight) : others);
  }
  return after;
}

/** What each person holds, and what they were only asked to take: a role chosen here is an invitation at first. */
export function divided(all: Roles, told: Roles): { held: Roles; invited: Roles } {
  const held = new Map<string, readonly HeldRole[]>();
  const invited = new Map<string, readonly HeldRole[]>();
  for (const [id, roles] of all) {
    const has = (one: HeldRole) => told.get(id)?.some((other) => isSameRole(one, other)) ?? false;
    held.set(id, roles.filter(has));
    invited.set(
      id,
      roles.filter((one) => !has(one)),
    );
  }
  return { held, invited };
}

const byWeight = (a: HeldRole, b: HeldRole) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role);

/** Whether `mine` may give `role` to somebody who holds `theirs`, or take it: only owners decide on owners. */
export const mayChange = (mine: Holder, theirs: Holder, role: EventRole): boolean =>
  holds(mine, "owner") || (!holds(theirs, "owner") && role !== "owner");
