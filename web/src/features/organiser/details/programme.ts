/** What becomes of the sessions when the event is in another zone or begins at another time. As the server moves them. */
import type { LiveSession } from "@/features/live-event";
import type { ProgrammeHow, ProgrammeMove } from "@/gen/graphql";
import { instantOf, keptInstant, localOf } from "../zone-time";

export type When = { startsAt: string; endsAt: string; timeZone: string };
export type Timed = Pick<LiveSession, "id" | "title" | "startsAt" | "endsAt">;

/** The event before and after, and its sessions by their start. */
export type Question = { before: When; after: When; sessions: readonly Timed[] };

/** A shift as it is typed: "later" by so many days and a clock's hours and minutes ("1:30"). */
export type Shift = { direction: "later" | "earlier"; days: string; clock: string };

const minute = 60_000;
const minutesOfDay = 1_440;
/** How far outside the event's dates a session may begin. */
const around = 31 * minutesOfDay * minute;
const mostDays = 36_500;

/** What is typed, in minutes; null if it is no span. */
export function minutesOf({ direction, days, clock }: Shift): number | null {
  const parts = /^(\d{1,2}):([0-5]\d)$/u.exec(clock.trim() || "0:00");
  const whole = days.trim() || "0";
  if (!parts || !/^\d{1,5}$/u.test(whole) || Number(whole) > mostDays || Number(parts[1]) > 23) return null;
  const minutes = Number(whole) * minutesOfDay + Number(parts[1]) * 60 + Number(parts[2]);
  return direction === "earlier" ? -minutes || 0 : minutes;
}

export function shiftOf(minutes: number): Shift {
  const size = Math.abs(minutes);
  const rest = size % minutesOfDay;
  const clock = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
  return {
    direction: minutes < 0 ? "earlier" : "later",
    days: String(Math.floor(size / minutesOfDay)),
    clock,
  };
}

/** By how much the event's start moved, as clocks there show it. */
export function startMoved({ before, after }: Question): number {
  const [from, to] = [before, after].map(({ startsAt, timeZone }) => localOf(startsAt, timeZone));
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / minute;
}

/** When a session begins afterwards, and whether clocks there ever show the time that it should have had. */
function movedTo(
  at: string,
  { before, after }: Question,
  { how, minutes }: Move,
): { at: number; there: boolean } {
  const shift = how === "shift" ? minutes : 0;
  const days = Math.trunc(shift / minutesOfDay);
  const rest = (shift - days * minutesOfDay) * minute;
  if (how === "keepMoments" || (before.timeZone === after.timeZone && !days))
    return { at: Date.parse(at) + rest, there: true };
  const clock = localOf(at, before.timeZone);
  const wanted = new Date(Date.parse(`${clock}Z`) + days * minutesOfDay * minute).toISOString().slice(0, 16);
  const found = keptInstant(wanted, after.timeZone, at);
  return { at: Date.parse(found) + rest, there: localOf(found, after.timeZone) === wanted };
}

export type Move = { how: ProgrammeHow; minutes: number };

/** What comes of a choice: the first session then, and how many begin outside the event's dates, too far from them, or
 * in an hour that clocks skip. */
export type Outcome = { first: string; outside: number; far: number; skipped: number };

export function outcomeOf(question: Question, move: Move): Outcome {
  const { before, after, sessions } = question;
  const [from, to] = [Date.parse(after.startsAt), Date.parse(after.endsAt)];
  const outcome = { first: "", outside: 0, far: 0, skipped: 0 };
  for (const { startsAt } of sessions) {
    const { at, there } = movedTo(startsAt, question, move);
    outcome.first ||= new Date(at).toISOString();
    if (!there) outcome.skipped++;
    if (at < from || at > to) outcome.outside++;
    const wasFar = isFar(Date.parse(startsAt), Date.parse(before.startsAt), Date.parse(before.endsAt));
    if (!wasFar && isFar(at, from, to)) outcome.far++;
  }
  return outcome;
}

const isFar = (at: number, from: number, to: number) => at < from - around || at > to + around;

/** What can be chosen: in the same zone, keeping clocks is keeping moments. */
export const choicesOf = ({ before, after }: Question): ProgrammeHow[] =>
  before.timeZone === after.timeZone ? ["keepMoments", "shift"] : ["keepClock", "keepMoments", "shift"];

/** What people most likely mean. Another day: the programme goes along. Another zone: it stays as it is printed. Doors
 * that open half an hour earlier move no talk. */
export function likelyOf(question: Question): ProgrammeHow {
  const { before, after } = question;
  const [from, to] = [before, after].map(({ startsAt, timeZone }) =>
    localOf(startsAt, timeZone).slice(0, 10),
  );
  if (from !== to) return "shift";
  return before.timeZone === after.timeZone ? "keepMoments" : "keepClock";
}

/** Whether there is something to ask: what can be chosen comes to different times. */
export function isAsked(question: Question): boolean {
  if (question.sessions.length === 0) return false;
  const minutes = startMoved(question);
  const kept: Move = { how: "keepClock", minutes: 0 };
  return (
    minutes !== 0 ||
    question.sessions.some(({ startsAt }) => movedTo(startsAt, question, kept).at !== Date.parse(startsAt))
  );
}

/** What is sent. */
export const moveOf = ({ how, minutes }: Move): ProgrammeMove => ({
  how,
  minutes: how === "shift" ? minutes : 0,
});

/** The event as a form has it; null while its times are none. */
export function whenOf(
  form: { startsAt: string; endsAt: string; timeZone: string },
  saved: When,
): When | null {
  const same = form.timeZone === saved.timeZone;
  const [startsAt, endsAt] = ([form.startsAt, form.endsAt] as const).map((local) =>
    instantOf(local, form.timeZone),
  );
  if (!startsAt || !endsAt) return null;
  return {
    startsAt: keptInstant(form.startsAt, form.timeZone, same ? saved.startsAt : undefined),
    endsAt: keptInstant(form.endsAt, form.timeZone, same ? saved.endsAt : undefined),
    timeZone: form.timeZone,
  };
}
