import {
  type LiveEvent,
  type LiveMembership,
  type LiveSession,
  type LiveState,
  belongs,
  onNow,
  phaseOf,
  speakersOf,
  stageName,
  type Phase,
} from "@/features/live-event";
import type { PublicEventQuery } from "@/gen/graphql";
import { someOf } from "@/lib/intl";

import { coverOf, type Cover } from "./cover-marks";

export type Face = { id: string; name: string };
export type NowRow = {
  id: string;
  title: string;
  by: string;
  face: Face;
  startsAt: string;
  endsAt: string;
};
export type NextRow = { id: string; title: string; by: string; startsAt: string; starred: boolean };
export type NextTrack = { id: string; name: string; rows: NextRow[] };

/** Everything the public page shows, small enough to travel in the page: the same on the server and, live, in the browser. */
export type EventView = {
  event: LiveEvent;
  membership: LiveMembership | null;
  phase: Phase;
  cover: Cover | null;
  rooms: number;
  tracks: number;
  sessions: number;
  speakers: number;
  /** Some of what is on, and how much there is. */
  now: NowRow[];
  nowCount: number;
  speaking: Face[];
  next: NextTrack[];
  faces: Array<Face & { about: string }>;
};

export type EventHost = PublicEventQuery["event"]["host"];

/** What the parts of the page are given; `onStar` once stars can be kept. */
export type EventBodyProps = {
  view: EventView;
  host: EventHost;
  /** ms */
  at: number;
  onChange: () => void;
  onStar?: (sessionId: string, starred: boolean) => void;
};

const most = { now: 3, tracks: 6, next: 4, faces: 8, speaking: 4 };

export function eventView(state: LiveState, at: number): EventView {
  const { event, agenda, summary } = state;
  const sessions = Array.from(agenda.sessions.values());
  const running = onNow(state, at);
  return {
    event,
    membership: state.membership,
    phase: phaseOf(state, at),
    cover: summary.picture ? coverOf(summary.picture) : null,
    rooms: summary.stages,
    tracks: summary.tracks,
    sessions: summary.sessions,
    speakers: summary.speakers,
    now: running.slice(0, most.now).map((session) => nowRow(state, session)),
    // Of what is on, the first are here.
    nowCount: Math.max(state.nowCount, running.length),
    speaking: distinct(running.flatMap((session) => speakersOf(state, session).map(faceOf))).slice(
      0,
      most.speaking,
    ),
    next: nextByTrack(state, sessions, at),
    faces: facesOf(state, sessions),
  };
}

const faceOf = ({ id, name }: Face): Face => ({ id, name });

function distinct<T extends Face>(faces: readonly T[]): T[] {
  return Array.from(new Map(faces.map((face) => [face.id, face])).values());
}

function byLine(state: LiveState, session: LiveSession): string {
  const names = speakersOf(state, session).map((speaker) => speaker.name);
  return [someOf(names), stageName(state, session)].filter(Boolean).join(", ");
}

function nowRow(state: LiveState, session: LiveSession): NowRow {
  const [speaker] = speakersOf(state, session);
  return {
    id: session.id,
    title: session.title,
    by: byLine(state, session),
    face: speaker ? faceOf(speaker) : { id: session.id, name: session.title },
    startsAt: session.startsAt,
    endsAt: session.endsAt,
  };
}

/** The tracks that go on soonest, each with what comes; one nameless track where there are no tracks. */
function nextByTrack(state: LiveState, sessions: readonly LiveSession[], at: number): NextTrack[] {
  const tracks = new Map<string, NextTrack>();
  for (const session of sessions) {
    if (Date.parse(session.startsAt) <= at) continue;
    const track = state.agenda.tracks.get(session.trackId ?? "");
    if (!track && state.agenda.tracks.size > 0) continue;
    const id = track?.id ?? "";
    const group = tracks.get(id) ?? { id, name: track?.name ?? "", rows: [] };
    if (group.rows.length === 0 && tracks.size >= most.tracks) continue;
    tracks.set(id, group);
    if (group.rows.length < most.next)
      group.rows.push({
        id: session.id,
        title: session.title,
        by: byLine(state, session),
        startsAt: session.startsAt,
        starred: state.stars.has(session.id),
      });
  }
  return Array.from(tracks.values());
}

/** Who speaks on the first stages: the agenda's own order says who comes first. */
function facesOf(state: LiveState, sessions: readonly LiveSession[]): EventView["faces"] {
  const place = (session: LiveSession) =>
    state.agenda.stages.get(session.stageId ?? "")?.position ?? Number.MAX_SAFE_INTEGER;
  const faces = new Map<string, Face & { about: string }>();
  for (const session of sessions.toSorted((a, b) => place(a) - place(b))) {
    for (const speaker of speakersOf(state, session))
      if (!faces.has(speaker.id)) faces.set(speaker.id, { ...faceOf(speaker), about: session.title });
    if (faces.size >= most.faces) break;
  }
  return Array.from(faces.values()).slice(0, most.faces);
}

export type Admission = "in" | "open" | "full" | "draft" | "cancelled" | "over";

/** What the register card offers. */
export function admissionOf({
  event,
  membership,
  phase,
}: Pick<EventView, "event" | "membership" | "phase">): Admission {
  if (phase === "draft" || phase === "cancelled" || phase === "over") return phase;
  if (belongs(membership)) return "in";
  return event.capacity !== null && event.registeredCount >= event.capacity ? "full" : "open";
}
