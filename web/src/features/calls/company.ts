import type { CallInfoFragment } from "@/gen/graphql";

export type CallPerson = CallInfoFragment["caller"];
/** How one person was rung last, and what came of it. */
export type CallRing = CallInfoFragment["rings"][number];

/** As many as a call has places. */
export const mostInCall = 4;

/** Of two states of one call the newer; the first if they are alike. */
export function newest<T extends { readonly revision: number }>(one: T, other: T | null): T {
  return other && other.revision > one.revision ? other : one;
}

/** Everybody who is or may come: each once, who began the call first. */
export function everybody(call: Pick<CallInfoFragment, "caller" | "invited">): CallPerson[] {
  return [call.caller, ...call.invited.filter((person) => person.id !== call.caller.id)];
}

export function ringOf<R extends { personId: string }>(rings: readonly R[], personId: string): R | null {
  return rings.find((ring) => ring.personId === personId) ?? null;
}

/** They were rung, and did not come. */
export const stayedAway = (ring: CallRing | null): boolean =>
  ring?.state === "declined" || ring?.state === "missed";

/** With whom one is in this call: without those who did not come, unless nobody else is left to name. */
export function companyOf(
  call: Pick<CallInfoFragment, "caller" | "invited" | "rings">,
  me: string,
): CallPerson[] {
  const others = everybody(call).filter((person) => person.id !== me);
  const here = others.filter((person) => !stayedAway(ringOf(call.rings, person.id)));
  return here.length ? here : others;
}

export const namesOf = (people: readonly CallPerson[]): string =>
  people.map((person) => person.name).join(", ");

/** Who rings me into this call. */
export function ringerOf(
  call: Pick<CallInfoFragment, "caller" | "invited" | "rings">,
  me: string,
): CallPerson {
  const ring = ringOf(call.rings, me);
  return everybody(call).find((person) => person.id === ring?.callerId) ?? call.caller;
}

/**
 * Whose places are shown: four at most, each where it was. Who did not come gives theirs up as soon as others are
 * there; who left, or is not here yet, only to somebody new.
 */
export function placesOf(
  people: readonly CallPerson[],
  me: string,
  present: ReadonlySet<string>,
  rings: readonly CallRing[],
): CallPerson[] {
  const needed = ({ id }: CallPerson) =>
    id === me || present.has(id) || ringOf(rings, id)?.state === "ringing";
  const came = people.filter((person) => needed(person) || !stayedAway(ringOf(rings, person.id)));
  let shown = came.some(({ id }) => id !== me) ? came : [...people];
  for (const person of shown)
    if (shown.length > mostInCall && !needed(person)) shown = shown.filter((other) => other !== person);
  return shown;
}

/** Places that nobody has and nobody is rung for. */
export function room(present: ReadonlySet<string>, rings: readonly CallRing[]): number {
  const taken = new Set(present);
  for (const ring of rings) if (ring.state === "ringing") taken.add(ring.personId);
  return Math.max(0, mostInCall - taken.size);
}

/** Whose ring ended without them since; what is said of it. */
export function gaveUp(before: readonly CallRing[], after: readonly CallRing[]): CallRing[] {
  return after.filter((ring) => {
    const then = ringOf(before, ring.personId);
    return stayedAway(ring) && then !== null && (then.state === "ringing" || then.nth < ring.nth);
  });
}
