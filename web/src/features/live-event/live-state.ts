import type {
  AgendaPush,
  EventPush,
  NowNext,
  NowNextPush,
  Session,
  Speaker,
  StaffPush,
  StarPush,
  Watched,
} from "@/gen/sockets";
import type { EventRole, LiveAgendaFragment, LiveEventQuery } from "@/gen/graphql";

/** What the query answered: the state before. Public pages leave out who is of the team. */
export type LiveAnswer = Omit<LiveEventQuery["event"], "staff"> &
  Partial<Pick<LiveEventQuery["event"], "staff">>;
export type LiveEvent = Omit<LiveAnswer, "staff" | "membership" | "stars" | "nowNext" | "agenda">;
export type LiveMembership = NonNullable<LiveAnswer["membership"]>;
export type LiveSession = LiveAgendaFragment["sessions"][number];
export type LiveSpeaker = LiveAgendaFragment["speakers"][number];
export type LiveStage = LiveAgendaFragment["stages"][number];
export type LiveTrack = LiveAgendaFragment["tracks"][number];

/** The agenda by id, in order. `touched` says in which version an item was last changed after `base`. */
export type LiveAgenda = {
  base: number;
  /** The version of `stages` and `tracks`. */
  version: number;
  /** The number of the published version; 0 before the first. */
  published: number;
  stages: ReadonlyMap<string, LiveStage>;
  tracks: ReadonlyMap<string, LiveTrack>;
  speakers: ReadonlyMap<string, LiveSpeaker>;
  /** By start, then stage. */
  sessions: ReadonlyMap<string, LiveSession>;
  touched: ReadonlyMap<string, number>;
};

export type Staff = ReadonlyMap<string, EventRole>;

export type LiveState = {
  event: LiveEvent;
  /** Who runs the event, by the weightiest role: what the server says, and nobody can write beside a name. */
  staff: Staff;
  membership: LiveMembership | null;
  now: readonly string[];
  next: readonly string[];
  stars: ReadonlySet<string>;
  /** Those set or taken away here that the server has not heard of. */
  waitingStars: ReadonlySet<string>;
  agenda: LiveAgenda;
};

export type LivePush =
  | { name: "event.changed"; push: EventPush }
  | { name: "event.now"; push: NowNextPush }
  | { name: "agenda.changed"; push: AgendaPush }
  | { name: "agenda.starred"; push: StarPush }
  | { name: "event.staff"; push: StaffPush };

const staffOf = (staff: StaffPush["staff"]): Staff =>
  new Map(staff.map(({ userId, role }) => [userId, role]));

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]));

const none: ReadonlySet<string> = new Set();

export function liveStateOf(answer: LiveAnswer): LiveState {
  const { staff, membership, stars, nowNext, agenda, ...event } = answer;
  return {
    event,
    staff: staffOf(staff ?? []),
    membership,
    now: nowNext.now,
    next: nowNext.next,
    stars: new Set(stars),
    waitingStars: none,
    agenda: agendaOf(agenda),
  };
}

export const agendaOf = ({ version, published, ...agenda }: LiveAgendaFragment): LiveAgenda => ({
  base: version,
  version,
  published,
  stages: byId(agenda.stages),
  tracks: byId(agenda.tracks),
  speakers: byId(agenda.speakers),
  sessions: byId(agenda.sessions),
  touched: new Map(),
});

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

const mergeNow = (state: LiveState, { eventId, now, next }: NowNext): LiveState =>
  eventId === state.event.id ? { ...state, now, next } : state;

/** Registrations change the count without a new version, so an equal version replaces too. */
function mergeEvent(state: LiveState, { event }: EventPush): LiveState {
  if (event.id !== state.event.id || event.version < state.event.version) return state;
  return { ...state, event: { ...state.event, ...event } };
}

function mergeAgenda(agenda: LiveAgenda, push: AgendaPush): LiveAgenda {
  if (push.version <= agenda.base) return agenda;
  const touched = new Map(agenda.touched);
  let changed = push.version > agenda.version;
  const isNews = (id: string) => {
    if ((touched.get(id) ?? agenda.base) >= push.version) return false;
    touched.set(id, push.version);
    changed = true;
    return true;
  };
  const sessions = new Map<string, LiveSession | Session>(agenda.sessions);
  for (const session of push.sessions) if (isNews(session.id)) sessions.set(session.id, session);
  for (const id of push.removed) if (isNews(id)) sessions.delete(id);
  const speakers = new Map<string, LiveSpeaker | Speaker>(agenda.speakers);
  for (const speaker of push.speakers) if (isNews(speaker.id)) speakers.set(speaker.id, speaker);
  if (!changed) return agenda;
  const newest = push.version > agenda.version;
  const stages = newest ? byId(push.stages) : agenda.stages;
  return {
    base: agenda.base,
    version: Math.max(agenda.version, push.version),
    published: Math.max(agenda.published, push.published),
    stages,
    tracks: newest ? byId(push.tracks) : agenda.tracks,
    speakers,
    sessions: ordered(sessions, stages),
    touched,
  };
}

function ordered(
  sessions: ReadonlyMap<string, LiveSession>,
  stages: ReadonlyMap<string, LiveStage>,
): ReadonlyMap<string, LiveSession> {
  const place = (session: LiveSession) => stages.get(session.stageId ?? "")?.position ?? Infinity;
  const sorted = Array.from(sessions.values()).sort(
    (a, b) =>
      Date.parse(a.startsAt) - Date.parse(b.startsAt) ||
      Math.sign(place(a) - place(b)) ||
      (a.id < b.id ? -1 : 1),
  );
  return byId(sorted);
}
