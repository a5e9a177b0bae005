import type {
  EventRole,
  LiveEventQuery,
  LiveSummaryFragment,
  MyEventQuery,
  PublicEventQuery,
} from "@/gen/graphql";
import type {
  AgendaPush,
  EventPush,
  NowNext,
  NowNextPush,
  StaffPush,
  StarPush,
  Watched,
} from "@/gen/sockets";
import type { Problem } from "@/lib/problem";

import { agendaOf, mergeAgenda, withPart, type AgendaPart, type LiveAgenda } from "./live-agenda";

/** The whole agenda in numbers, also while little of it is here; as a picture on the event's own page. */
export type LiveSummary = LiveSummaryFragment &
  Partial<Pick<PublicEventQuery["event"]["summary"], "picture">>;
/** What the server answered everybody who may see the event: the state before. */
export type LiveAnswer = Omit<LiveEventQuery["event"], "summary"> & {
  summary: LiveSummary;
  nowNext?: PublicEventQuery["event"]["nowNext"];
};
/** What it answered of whoever asked; null where nobody is signed in. */
export type MyAnswer = MyEventQuery["event"] | null;
export type LiveEvent = Omit<LiveAnswer, "nowNext" | "summary" | "agenda">;
export type LiveMembership = NonNullable<MyEventQuery["event"]["membership"]>;

export type Staff = ReadonlyMap<string, EventRole>;

export type LiveState = {
  event: LiveEvent;
  /** Who runs the event, by the weightiest role: what the server says, and nobody can write beside a name. */
  staff: Staff;
  membership: LiveMembership | null;
  /** How many sessions are on, of which some are in `agenda`; only the event's own page asks. */
  nowCount: number;
  stars: ReadonlySet<string>;
  /** Those set or taken away here that the server has not heard of. */
  waitingStars: ReadonlySet<string>;
  summary: LiveSummary;
  /** What is here of the agenda: what is on and comes soon, what is mine, and what pages have asked for besides. */
  agenda: LiveAgenda;
  /** The days of the programme that are not here, "2026-11-21"; when there are none, all of the agenda is. */
  missing: ReadonlySet<string>;
  /** The sessions that were asked for one by one; one that is not in the agenda then is not in it at all. */
  soughtSessions: ReadonlySet<string>;
  /** Why days that were asked for did not come; they are asked for again. */
  trouble: Problem | null;
};

export type LivePush =
  | { name: "event.changed"; push: EventPush }
  | { name: "event.now"; push: NowNextPush }
  | { name: "agenda.changed"; push: AgendaPush }
  | { name: "agenda.starred"; push: StarPush }
  | { name: "event.staff"; push: StaffPush };

const staffOf = (staff: StaffPush["staff"]): Staff =>
  new Map(staff.map(({ userId, role }) => [userId, role]));

const none: ReadonlySet<string> = new Set();

/** The state that an answer gives; what was known of the same version of the agenda stays. */
export function liveStateOf(answer: LiveAnswer, mine: MyAnswer, before: LiveState | null = null): LiveState {
  const { nowNext, summary, agenda, ...event } = answer;
  const known = before?.event.id === event.id && before.agenda.base === agenda.version ? before : null;
  const near = known ? withPart(known.agenda, agenda) : agendaOf(agenda);
  return {
    event,
    staff: staffOf(mine?.staff ?? []),
    membership: mine?.membership ?? null,
    nowCount: nowNext?.now.length ?? 0,
    stars: new Set(mine?.stars),
    waitingStars: none,
    summary,
    agenda: mine ? withPart(near, mine.agenda) : near,
    missing: known?.missing ?? missingIn(summary, agenda),
    soughtSessions: known?.soughtSessions ?? none,
    trouble: null,
  };
}

/** A short agenda comes whole. */
function missingIn(summary: LiveSummary, part: AgendaPart): ReadonlySet<string> {
  if (part.sessions.length >= summary.sessions && part.version === summary.version) return none;
  return new Set(summary.days.map(({ day }) => day));
}

export const isWhole = ({ missing }: Pick<LiveState, "missing">): boolean => missing.size === 0;

/** With days of the programme that were missing. The same state for a part that is too old: it must be asked again. */
export function withDays(state: LiveState, days: readonly string[], part: AgendaPart): LiveState {
  if (part.version < state.agenda.base) return state;
  const missing = new Set(state.missing);
  for (const day of days) missing.delete(day);
  return { ...state, agenda: withPart(state.agenda, part), missing, trouble: null };
}

/** With a session that was asked for, or with knowing that there is none (null, or a part without it); likewise. */
export function withSought(state: LiveState, sessionId: string, part: AgendaPart | null): LiveState {
  if (part && part.version < state.agenda.base) return state;
  const soughtSessions = new Set(state.soughtSessions).add(sessionId);
  return { ...state, agenda: part ? withPart(state.agenda, part) : state.agenda, soughtSessions };
}

/** Whether a session is in the agenda; null while that is not known here. */
export function isInAgenda(state: LiveState, sessionId: string): boolean | null {
  if (state.agenda.sessions.has(sessionId)) return true;
  return isWhole(state) || state.soughtSessions.has(sessionId) ? false : null;
}

const nowShown = 4;
const nextShown = 8;

/** Whether pages would show sessions that are not here, of those that are on and come next, or of mine. */
export function lacksShown(state: LiveState, { name, push }: LivePush): boolean {
  if (isWhole(state)) return false;
  const isHere = (id: string) => state.agenda.sessions.has(id);
  if (name === "event.now") {
    const { eventId, now, next } = push.nowNext;
    const shown = [...now.slice(0, nowShown), ...next.slice(0, nextShown)];
    return eventId === state.event.id && !shown.every(isHere);
  }
  if (name === "agenda.changed")
    return push.eventId === state.event.id && push.version > state.summary.version;
  return (
    name === "agenda.starred" && push.eventId === state.event.id && push.starred && !isHere(push.sessionId)
  );
}

/**
 * State before + push = state after. The same state for a push that is of another event, known already or older than
 * what is known; so pushes may come twice and out of order. Null for one that only says that very much has changed.
 */
export function mergeLive(state: LiveState, { name, push }: LivePush): LiveState | null {
  if (name === "event.changed") return mergeEvent(state, push);
  if (name === "event.now") return mergeNow(state, push.nowNext);
  if (push.eventId !== state.event.id) return state;
  if (name === "event.staff") return { ...state, staff: staffOf(push.staff) };
  if (name === "agenda.starred") return withStar(state, push.sessionId, push.starred);
  if (push.reload && push.version > state.agenda.base) return null;
  const agenda = mergeAgenda(state.agenda, push);
  return agenda === state.agenda ? state : { ...state, agenda };
}

/** What watching the event says of it; null when its agenda has changed since the state was asked for. */
export function mergeWatched(state: LiveState, { event, nowNext }: Watched): LiveState | null {
  if (event.version > state.agenda.version) return null;
  return mergeEvent(mergeNow(state, nowNext), { event });
}

export function withStar(state: LiveState, sessionId: string, starred: boolean): LiveState {
  if (state.stars.has(sessionId) === starred) return state;
  const stars = new Set(state.stars);
  if (starred) stars.add(sessionId);
  else stars.delete(sessionId);
  return { ...state, stars };
}

export function withWaitingStar(state: LiveState, sessionId: string, starred: boolean): LiveState {
  return {
    ...withStar(state, sessionId, starred),
    waitingStars: new Set(state.waitingStars).add(sessionId),
  };
}

const mergeNow = (state: LiveState, { eventId, now }: NowNext): LiveState =>
  eventId === state.event.id && now.length !== state.nowCount ? { ...state, nowCount: now.length } : state;

/** Registrations change the count without a new version, so an equal version replaces too. */
function mergeEvent(state: LiveState, { event }: EventPush): LiveState {
  if (event.id !== state.event.id || event.version < state.event.version) return state;
  return { ...state, event: { ...state.event, ...event } };
}
