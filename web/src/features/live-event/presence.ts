"use client";

import { useEffect } from "react";

import type { PresencePush, PresenceState } from "@/gen/sockets";

import { createRetry } from "@/lib/retry";
import { emit, on, whenConnected } from "@/lib/socket";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

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

const leavePresence = (): void => presence.set(nobody);
export const usePresence = (): Presence => useStore(presence, nobody);

/** For `Avatar`: "here" for somebody at the venue that this page shows, else null. */
export function usePresenceOf(personId: string): "here" | null {
  return usePresence().people.has(personId) ? "here" : null;
}

/** Be at the venue, seen by others, for as long as this is mounted; entered again after each break. */
export function useAttend(eventId: string, me: string | null): void {
  // Being there is told to the server, and taken back.
  useEffect(() => {
    if (!me) return;
    let gone = false;
    const enter = () =>
      emit("event.enter", { eventId }).then(retry.stop, (error: { temporary?: boolean }) => {
        // The server did not let us in because of haste or trouble.
        if (error.temporary && !gone) retry.later();
      });
    const retry = createRetry(() => void enter());
    const stops = [
      on("presence.state", (state) => state.eventId === eventId && presence.set(presenceOf(state, me))),
      on("presence", (push) => presence.set(mergePresence(presence.get(), push))),
      whenConnected(() => void enter()),
    ];
    return () => {
      gone = true;
      retry.stop();
      for (const stop of stops) stop();
      void emit("event.exit", { eventId }).catch(() => null);
      leavePresence();
    };
  }, [eventId, me]);
}
