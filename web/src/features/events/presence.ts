"use client";

import { useEffect } from "react";

import { leavePresence, mergePresence, presence, presenceOf } from "@/lib/presence";
import { emit, on, whenConnected } from "@/lib/socket";

/** How long until another try when the server did not let us in because of haste or trouble, in ms. */
const again = 5_000;

/** Be at the venue, seen by others, for as long as this is mounted; entered again after each break. */
export function useAttend(eventId: string, me: string | null): void {
  useEffect(() => {
    if (!me) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enter = () => {
      clearTimeout(timer);
      emit("event.enter", { eventId }).catch((error: { temporary?: boolean }) => {
        if (error.temporary) timer = setTimeout(enter, again);
      });
    };
    const stops = [
      on("presence.state", (state) => state.eventId === eventId && presence.set(presenceOf(state, me))),
      on("presence", (push) => presence.set(mergePresence(presence.get(), push))),
      whenConnected(enter),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      void emit("event.exit", { eventId }).catch(() => null);
      leavePresence();
    };
  }, [eventId, me]);
}
