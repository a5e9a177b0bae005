import type { EventRole, OrganisedPersonFragment } from "@/gen/graphql";

export type OrganisedPerson = OrganisedPersonFragment;
/** Roles by person: what the server said, and over it what was chosen here. */
export type Roles = ReadonlyMap<string, EventRole>;

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
    .sort((a, b) => a.name.localeCompare(b.name));
  return { people, others: here.size - people.length };
}

/** Which roles `mine` may give to somebody who has `theirs`: as on the server, only owners decide on owners. */
export function mayGive(mine: EventRole | null, theirs: EventRole | null, role: EventRole): boolean {
  return mine === "owner" || (theirs !== "owner" && role !== "owner");
}
