import { keyOfMine } from "@/lib/session";

/*
 * Which version of an agenda somebody has looked at, in this browser: of whoever is signed in, or of the browser where
 * nobody is.
 */

const place = (eventId: string): string => keyOfMine("looked", eventId) ?? `hallway.device.looked.${eventId}`;

/** The number of the version that was looked at last; null on a first visit, and where nothing can be kept. */
export function lookedAt(eventId: string): number | null {
  try {
    const kept = Number.parseInt(localStorage.getItem(place(eventId)) ?? "", 10);
    return kept >= 0 ? kept : null;
  } catch {
    return null;
  }
}

export function keepLooked(eventId: string, version: number): void {
  try {
    localStorage.setItem(place(eventId), String(version));
  } catch {
    // Storage is blocked: each visit is a first one.
  }
}
