import { fold } from "@/lib/fold";

import type { LiveSession, LiveStage } from "./live-agenda";
import type { LiveState } from "./live-state";
import { speakersOf } from "./now";

/** How well words fit a text: 0 not at all; the beginning of the text counts most, then beginnings of words. */
export function fit(text: string, words: readonly string[]): number {
  const flat = fold(text);
  let sum = 0;
  for (const word of words) {
    const at = flat.indexOf(word);
    if (at < 0) return 0;
    const startsWord = at === 0 || /[^\p{L}\p{N}]/u.test(flat.charAt(at - 1));
    sum += at === 0 ? 3 : startsWord ? 2 : 1;
  }
  return sum;
}

export const wordsOf = (query: string): string[] => fold(query).split(/\s+/u).filter(Boolean);

/** Sessions that fit by title, speaker, track or room; those to come before those that are over. */
export function findSessions(state: LiveState, query: string, now: number, most: number): LiveSession[] {
  const words = wordsOf(query);
  if (!words.length) return [];
  const scored: { session: LiveSession; score: number }[] = [];
  for (const session of state.agenda.sessions.values()) {
    const title = fit(session.title, words) * 2;
    const score = title || fit(aroundOf(state, session), words);
    if (score) scored.push({ session, score });
  }
  const over = (session: LiveSession) => Number(Date.parse(session.endsAt) <= now);
  scored.sort((a, b) => over(a.session) - over(b.session) || b.score - a.score);
  return scored.slice(0, most).map(({ session }) => session);
}

/** Rooms whose name fits, in their order. */
export function findStages(state: LiveState, query: string, most: number): LiveStage[] {
  const words = wordsOf(query);
  if (!words.length) return [];
  return Array.from(state.agenda.stages.values())
    .filter((stage) => fit(stage.name, words))
    .slice(0, most);
}

/** What runs in a room now, else what begins there next. */
export function inRoom(state: LiveState, stageId: string, now: number): LiveSession | null {
  for (const session of state.agenda.sessions.values())
    if (session.stageId === stageId && Date.parse(session.endsAt) > now) return session;
  return null;
}

function aroundOf(state: LiveState, session: LiveSession): string {
  const names = speakersOf(state, session).map((speaker) => speaker.name);
  const track = state.agenda.tracks.get(session.trackId ?? "")?.name ?? "";
  const stage = state.agenda.stages.get(session.stageId ?? "")?.name ?? "";
  return [session.title, ...names, track, stage].join(" ");
}
