import { fold } from "@/lib/fold";
import { byName } from "@/lib/intl";

import type { CallPerson, CallRing } from "./company";

export type RowState = "in" | "ringing" | "declined" | "missed" | "new";

/** How far it is with one person of the list; `asking` while the server has not answered yet. */
export function rowState(present: boolean, ring: CallRing | null, asking: boolean): RowState {
  if (present) return "in";
  if (asking || ring?.state === "ringing") return "ringing";
  return ring?.state === "declined" || ring?.state === "missed" ? ring.state : "new";
}

type Circumstances = {
  me: string;
  /** In the call already. */
  inside: ReadonlySet<string>;
  /** At the venue now. */
  here: ReadonlySet<string>;
  text: string;
};

/** Who is offered: each once, nobody who is in, only whom the words fit; who is here first, then by name. */
export function offered(
  people: readonly (CallPerson & { found?: boolean })[],
  { me, inside, here, text }: Circumstances,
): CallPerson[] {
  const words = fold(text).split(/\s+/u).filter(Boolean);
  const fits = (person: CallPerson) => {
    const said = fold(`${person.name} ${person.headline}`);
    return words.every((word) => said.includes(word));
  };
  const once = new Map<string, CallPerson>();
  for (const person of people)
    if (person.id !== me && !inside.has(person.id) && (person.found || fits(person)) && !once.has(person.id))
      once.set(person.id, person);
  return [...once.values()].sort(
    (a, b) =>
      Number(here.has(b.id)) - Number(here.has(a.id)) || byName(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
}
