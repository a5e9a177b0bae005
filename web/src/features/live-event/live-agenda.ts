import type { LiveAgendaFragment } from "@/gen/graphql";
import type { AgendaPush, Session, Speaker } from "@/gen/sockets";

export type LiveSession = LiveAgendaFragment["sessions"][number];
export type LiveSpeaker = LiveAgendaFragment["speakers"][number];
export type LiveStage = LiveAgendaFragment["stages"][number];
export type LiveTrack = LiveAgendaFragment["tracks"][number];
/** Some of an agenda's sessions, or all, with who speaks in them and where they are. */
export type AgendaPart = LiveAgendaFragment;

/**
 * What is here of an agenda, by id and in order: parts of it, as they were at `base` or later. `touched` says in which
 * version an item was last changed after `base`.
 */
export type LiveAgenda = {
  base: number;
  /** Up to which version pushes have told of it. */
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

export const byId = <T extends { readonly id: string }>(items: Iterable<T>): ReadonlyMap<string, T> =>
  new Map(Array.from(items, (item) => [item.id, item]));

export const agendaOf = ({ version, published, ...part }: AgendaPart): LiveAgenda => ({
  base: version,
  version,
  published,
  stages: byId(part.stages),
  tracks: byId(part.tracks),
  speakers: byId(part.speakers),
  sessions: byId(part.sessions),
  touched: new Map(),
});

/**
 * With a part more. What a push has told since is newer than the part; what is in a part of a later version is as new
 * as that, and the push that told of it will change nothing. A part from before `base` is not taken: it may lack changes.
 */
export function withPart(agenda: LiveAgenda, part: AgendaPart): LiveAgenda {
  const { version } = part;
  if (version < agenda.base) return agenda;
  const touched = new Map(agenda.touched);
  const isOld = (id: string) => (touched.get(id) ?? -1) >= version;
  const sessions = new Map(agenda.sessions);
  for (const session of part.sessions) {
    if (isOld(session.id)) continue;
    sessions.set(session.id, session);
    if (version > agenda.base) touched.set(session.id, version);
  }
  const speakers = new Map(agenda.speakers);
  for (const speaker of part.speakers) if (!isOld(speaker.id)) speakers.set(speaker.id, speaker);
  const isNewest = version >= agenda.version;
  const stages = joined(agenda.stages, part.stages, isNewest);
  return {
    ...agenda,
    stages,
    tracks: joined(agenda.tracks, part.tracks, isNewest),
    speakers,
    sessions: ordered(sessions, stages),
    touched,
  };
}

/** State before + push = state after; the same agenda for a push that tells nothing new. */
export function mergeAgenda(agenda: LiveAgenda, push: AgendaPush): LiveAgenda {
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

/** All of both, in their order; of what is in both, the newer one. */
function joined<T extends { id: string; position: number }>(
  known: ReadonlyMap<string, T>,
  more: readonly T[],
  isNewer: boolean,
): ReadonlyMap<string, T> {
  if (more.every((item) => known.has(item.id)) && !isNewer) return known;
  const all = isNewer ? [...known.values(), ...more] : [...more, ...known.values()];
  return byId(Array.from(byId(all).values()).sort((a, b) => a.position - b.position));
}

function ordered(
  sessions: ReadonlyMap<string, LiveSession>,
  stages: ReadonlyMap<string, LiveStage>,
): ReadonlyMap<string, LiveSession> {
  const placed = Array.from(sessions.values(), (session) => ({
    session,
    start: Date.parse(session.startsAt),
    place: stages.get(session.stageId ?? "")?.position ?? Number.MAX_SAFE_INTEGER,
  }));
  placed.sort((a, b) => a.start - b.start || a.place - b.place || (a.session.id < b.session.id ? -1 : 1));
  return byId(placed.map(({ session }) => session));
}
