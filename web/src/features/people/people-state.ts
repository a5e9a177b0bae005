import type { PersonRowFragment } from "@/gen/graphql";
import { byName } from "@/lib/intl";

export type PersonRow = PersonRowFragment;

/** As many as the server gives at a time: fewer mean that these were the last. */
export const pageSize = 60;

/** A page more, each person once; a person who is there already is taken as the new page says. */
export function withPage(known: readonly PersonRow[], page: readonly PersonRow[]): readonly PersonRow[] {
  const fresh = new Map(page.map((person) => [person.id, person]));
  const kept = known.map((person) => fresh.get(person.id) ?? person);
  const before = new Set(known.map((person) => person.id));
  return [...kept, ...page.filter((person) => !before.has(person.id))];
}

/** Who is here first, then by name; the same people in any order give the same list. */
export function hereFirst(people: readonly PersonRow[], here: ReadonlySet<string>): PersonRow[] {
  return [...people].sort(
    (a, b) =>
      Number(here.has(b.id)) - Number(here.has(a.id)) || byName(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
}

/** "Postgres queues, Kraków": whichever there is. */
export const lineOf = (person: Pick<PersonRow, "headline" | "location">): string =>
  [person.headline, person.location].filter(Boolean).join(", ");
