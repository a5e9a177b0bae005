import { t } from "@/lib/i18n";
import { dayKey, dayLong, dayShort } from "@/lib/time";

import type { LiveSession } from "./live-agenda";
import type { LiveState } from "./live-state";

/** Where an event stands. */
export type Phase = "draft" | "cancelled" | "before" | "live" | "over";

export function phaseOf({ event }: Pick<LiveState, "event">, now: number): Phase {
  if (event.status !== "published") return event.status;
  if (now < Date.parse(event.startsAt)) return "before";
  return now < Date.parse(event.endsAt) ? "live" : "over";
}

/**
 * "Day 1 of 2" in the zone that is shown, as are the days of the agenda; the day of an event that is one day, or not
 * under way.
 */
export function dayLine({ event }: Pick<LiveState, "event">, now: number | null, zone: string): string {
  const { startsAt, endsAt } = event;
  const keys = daysOf(startsAt, endsAt, zone);
  const today = now === null ? -1 : keys.indexOf(dayKey(now, zone));
  if (keys.length > 1 && today >= 0) return t("time.dayOf", { day: today + 1, days: keys.length });
  if (keys.length === 1) return dayLong(startsAt, zone);
  return t("time.span", { from: dayShort(startsAt, zone), to: dayShort(endsAt, zone) });
}

function daysOf(startsAt: string, endsAt: string, zone: string): string[] {
  const keys: string[] = [];
  const last = Date.parse(endsAt) - 1;
  // Half days: no change of the clock makes one jump over a day.
  for (let at = Date.parse(startsAt); at <= last && keys.length < 62; at += 12 * 3_600_000) {
    const key = dayKey(at, zone);
    if (keys.at(-1) !== key) keys.push(key);
  }
  const end = dayKey(last, zone);
  if (keys.at(-1) !== end) keys.push(end);
  return keys;
}

/** Sessions that run at `now`: mine first, then as the stages stand. From the clock, so it is right between pushes. */
export function onNow(state: LiveState, now: number): LiveSession[] {
  const running: LiveSession[] = [];
  for (const session of state.agenda.sessions.values()) {
    if (Date.parse(session.startsAt) > now) break;
    if (Date.parse(session.endsAt) > now) running.push(session);
  }
  return running.sort((a, b) => starFirst(state, a, b) || placeOf(state, a) - placeOf(state, b));
}

/** Sessions that begin within `within` ms, soonest first, mine before others at the same minute. */
export function upNext(state: LiveState, now: number, within = 3 * 3_600_000): LiveSession[] {
  const coming: LiveSession[] = [];
  for (const session of state.agenda.sessions.values()) {
    const start = Date.parse(session.startsAt);
    if (start > now + within) break;
    if (start > now) coming.push(session);
  }
  return coming.sort(
    (a, b) =>
      Date.parse(a.startsAt) - Date.parse(b.startsAt) ||
      starFirst(state, a, b) ||
      placeOf(state, a) - placeOf(state, b),
  );
}

/** The next session I starred, else simply the next one. */
export function nextForMe(state: LiveState, now: number): LiveSession | null {
  const coming = upNext(state, now);
  return coming.find((session) => state.stars.has(session.id)) ?? coming[0] ?? null;
}

/** ms */
export const stripAhead = 30 * 60_000;

/** The starred session the strip is about: begins within half an hour and is not dismissed. */
export function strippedSession(
  state: LiveState,
  now: number,
  dismissed: ReadonlySet<string>,
): LiveSession | null {
  const coming = upNext(state, now, stripAhead);
  return coming.find((session) => state.stars.has(session.id) && !dismissed.has(session.id)) ?? null;
}

/** "Databases, D2": the track and the stage, whichever there are. */
export function placeLine(state: LiveState, session: LiveSession): string {
  const track = state.agenda.tracks.get(session.trackId ?? "")?.name;
  const stage = stageName(state, session);
  return [track === stage ? null : track, stage].filter(Boolean).join(", ");
}

export function stageName(state: LiveState, session: LiveSession): string {
  return state.agenda.stages.get(session.stageId ?? "")?.name ?? "";
}

/** Names of who speaks, in order. */
export function speakersOf(state: LiveState, session: LiveSession) {
  return session.speakerIds.flatMap((id) => state.agenda.speakers.get(id) ?? []);
}

/** A session with the day that its programme gives it: what is after midnight may belong to the evening before. */
type Dated = { startsAt: string; day?: string | null | undefined };

/** "2026-11-21": the day of the agenda that a session is under, in the event's zone; elsewhere its date there. */
export const agendaDay = ({ startsAt, day }: Dated, shown: string, own: string): string =>
  (shown === own ? day : null) ?? dayKey(startsAt, shown);

/** What comes next on the same stage, on the same day of the programme. */
export function nextHere(state: LiveState, session: LiveSession): LiveSession | null {
  if (!session.stageId) return null;
  const zone = state.event.timeZone;
  const day = agendaDay(session, zone, zone);
  for (const other of state.agenda.sessions.values())
    if (
      other.id !== session.id &&
      other.stageId === session.stageId &&
      Date.parse(other.startsAt) >= Date.parse(session.endsAt) &&
      agendaDay(other, zone, zone) === day
    )
      return other;
  return null;
}

/** Begins and ends at the same moment: a mark in the agenda ("doors open"), which is never on. */
export const isMilestone = ({ startsAt, endsAt }: Pick<LiveSession, "startsAt" | "endsAt">): boolean =>
  Date.parse(endsAt) <= Date.parse(startsAt);

/** How much of a session has passed, 0 to 1. */
export function progressOf(session: LiveSession, now: number): number {
  const start = Date.parse(session.startsAt);
  return Math.min(1, Math.max(0, (now - start) / Math.max(1, Date.parse(session.endsAt) - start)));
}

function starFirst(state: LiveState, a: LiveSession, b: LiveSession): number {
  return Number(state.stars.has(b.id)) - Number(state.stars.has(a.id));
}

function placeOf(state: LiveState, session: LiveSession): number {
  return state.agenda.stages.get(session.stageId ?? "")?.position ?? Number.MAX_SAFE_INTEGER;
}
