"use client";

import {
  usePresence,
  useLiveState,
  type LiveSession,
  type LiveState,
  dayLine,
  nextForMe,
  onNow,
  phaseOf,
  placeLine,
} from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useShownZone } from "@/lib/whose-clock";

import type { VenueEvent, VenueNext, VenueNow } from "./types";

export type VenueFrameData = { event: VenueEvent; now: VenueNow | null; next: VenueNext | null };

/** What the venue's frame says about the event, moving with the clock and with who is here. */
export function useVenueFrame(base: string): VenueFrameData {
  const state = useLiveState();
  const clock = useNow();
  const { zone } = useShownZone(state.event.timeZone);
  const { count } = usePresence();
  const [now] = clock ? onNow(state, clock) : [];
  const next = clock ? nextForMe(state, clock) : null;
  return {
    event: {
      id: state.event.id,
      name: state.event.name,
      subtitle: dayLine(state, clock, zone),
      zone: state.event.timeZone,
      live: clock !== null && phaseOf(state, clock) === "live",
      here: count,
      base,
    },
    now: now ? entry(state, now, base) : null,
    next: next ? { ...entry(state, next, base), starred: state.stars.has(next.id) } : null,
  };
}

function entry(state: LiveState, session: LiveSession, base: string): VenueNow {
  return {
    title: session.title,
    place: placeLine(state, session),
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    href: `${base}/sessions/${session.id}`,
  };
}
