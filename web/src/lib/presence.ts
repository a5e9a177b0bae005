"use client";

import type { PresencePush, PresenceState } from "@/gen/sockets";

import { createStore, useStore } from "./store";

/** Who is at the venue now. `count` is everybody; `people` may be fewer at a very large event. */
export type Presence = { eventId: string | null; count: number | null; people: ReadonlySet<string> };

const nobody: Presence = { eventId: null, count: null, people: new Set() };
export const presence = createStore<Presence>(nobody);

/** The state after entering: everybody who is there, with oneself. */
export function presenceOf(state: PresenceState, me: string): Presence {
  const people = new Set(state.here).add(me);
  return { eventId: state.eventId, count: Math.max(state.count, people.size), people };
}

/** State before + push = state after; twice the same changes nothing more, and another event's is ignored. */
export function mergePresence(state: Presence, push: PresencePush): Presence {
  if (push.eventId !== state.eventId) return state;
  const people = new Set(state.people);
  for (const id of push.left) people.delete(id);
  for (const id of push.joined) people.add(id);
  return { eventId: state.eventId, count: push.count, people };
}

export const leavePresence = (): void => presence.set(nobody);
export const usePresence = (): Presence => useStore(presence, nobody);

/** For `Avatar`: "here" for somebody at the venue that this page shows, else null. */
export function usePresenceOf(personId: string): "here" | null {
  return usePresence().people.has(personId) ? "here" : null;
}
