"use client";

import { createContext, useContext, type ReactNode } from "react";

import { useMounted } from "./hooks";
import { t } from "./i18n";
import { createStore } from "./store";
import { sameClock, viewerZone, zoneCity } from "./time";
import { useStore } from "./use-store";

/*
 * Whose clock the times of an event are in: one choice for all of them, kept in this browser. Days go with it: what is
 * written beside a time is the day on the same clock. Server and hydration have the event's, so that nothing mismatches.
 */

export type WhoseClock = "viewer" | "event";
const key = "hallway.clock";

function read(): WhoseClock {
  try {
    return localStorage.getItem(key) === "event" ? "event" : "viewer";
  } catch {
    return "viewer"; // On the server, and where storage is blocked.
  }
}

const choice = createStore<WhoseClock>(read());

/** The choice, and what changes it. */
export function useWhoseClock(): [WhoseClock, (next: WhoseClock) => void] {
  return [useStore(choice, "viewer"), setWhoseClock];
}

export function setWhoseClock(next: WhoseClock): void {
  try {
    if (next === "viewer") localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Not kept, still applied.
  }
  choice.set(next);
}

/** Follows the other tabs; returns what stops it. */
export function startWhoseClock(): () => void {
  const follow = () => choice.set(read());
  follow();
  window.addEventListener("storage", follow);
  return () => window.removeEventListener("storage", follow);
}

const EventZone = createContext<string | null>(null);

/** Around everything of an event: times within, also those of its chat, follow the choice. */
export function EventZoneProvider({ zone, children }: { zone: string | null; children: ReactNode }) {
  return <EventZone value={zone}>{children}</EventZone>;
}

/** `zone` is what clocks and days are written in; `own` the event's, null where there is no event. */
export type ShownZone = { zone: string; own: string | null };

/** The zone to show times in: of the event around this, of the event in `given`, or of none: then the viewer's. */
export function useShownZone(given?: string): ShownZone {
  const around = useContext(EventZone);
  const mounted = useMounted();
  const [whose] = useWhoseClock();
  const own = given ?? around;
  if (!mounted) return { zone: own ?? "UTC", own };
  return { zone: own !== null && whose === "event" ? own : viewerZone(), own };
}

/** The same for what is said once and not drawn; in browsers only. */
export function shownZoneNow(own: string | null = null): ShownZone {
  return { zone: own !== null && choice.get() === "event" ? own : viewerZone(), own };
}

/** "Brussels": the place whose clock it is. The event's, where the viewer's shows the same at all these moments (ms). */
export function cityShown({ zone, own }: ShownZone, moments: readonly number[]): string {
  if (own === null || own === zone || moments.length === 0) return zoneCity(zone);
  const from = moments.reduce((least, at) => Math.min(least, at), Infinity);
  const to = moments.reduce((most, at) => Math.max(most, at), -Infinity);
  return zoneCity(sameClock(zone, own, from, to) ? own : zone);
}

/** "Brussels time" */
export const zoneWords = (shown: ShownZone, moments: readonly number[]): string =>
  t("common.zoneTime", { city: cityShown(shown, moments) });
