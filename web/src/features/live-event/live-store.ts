"use client";

import { StarSession } from "@/gen/operations/live-event";
import { createLiveQuery, stateOf, type LiveQuery, type View } from "@/lib/live-query";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { createRetry } from "@/lib/retry";
import { connection, emit, on, whenConnected } from "@/lib/socket";
import { createWishes } from "@/lib/wishes";

import { createAgendaDays, type AgendaDays } from "./agenda-days";
import { questionsOf, type LiveStoreOptions, type Questions } from "./live-questions";
import {
  lacksShown,
  liveStateOf,
  mergeLive,
  mergeWatched,
  withDays,
  withSought,
  withStar,
  withWaitingStar,
  type LivePush,
  type LiveState,
} from "./live-state";

export type Live = View<LiveState>;

/** One event as it is now, for as long as it is open. */
export type LiveStore = LiveQuery<LiveState> & {
  /**
   * Shows the star at once, and keeps it until the server has it, also over a reload; takes it back and throws the
   * Problem when it was refused.
   */
  star: (sessionId: string, starred: boolean) => Promise<void>;
  /** Brings the whole agenda, see `AgendaDays`. */
  wantDays: AgendaDays["want"];
  /** Brings a session, and what comes after it on its stage. */
  seek: (sessionId: string) => void;
};

/** Not everybody at once, when a session begins for all. */
const spread = 15_000;

export function createLiveStore(options: LiveStoreOptions): LiveStore {
  const questions = questionsOf(options);
  const query: LiveQuery<LiveState> = createLiveQuery<LiveState>({
    ask: async () => {
      const before = stateOf(query.get());
      await watching.start(before?.event.id);
      const { answer, mine } = await questions.first();
      watching.begun(answer);
      const isOther = before !== null && before.agenda.base !== answer.agenda.version;
      const parts = isOther ? await days.anew(before, answer.agenda.version) : [];
      return (known) =>
        parts.reduce(
          (state, { days, part }) => withDays(state, days, part),
          liveStateOf(answer, mine, known),
        );
    },
    listen: () => {
      // What was starred before this page was loaded, and has not arrived. A refusal is no news any more.
      for (const [id, starred] of wishes.kept()) star(id, starred === true).catch(() => undefined);
      return [...watching.listen(), days.stop];
    },
    onState: () => days.goOn(),
    // Whoever shows it next watches it anew, which leaving late would undo.
    linger: 0,
  });
  const watching = createWatching(query);
  const days = createAgendaDays(query, questions.days);
  const wishes = createWishes("star", options.slug, (sessionId, starred) =>
    request(StarSession, { sessionId, starred: starred === true }),
  );
  const star = (sessionId: string, starred: boolean) =>
    query.edit({
      key: sessionId,
      show: (state) => withWaitingStar(state, sessionId, starred),
      send: wishes.wish(sessionId, starred),
      // Null: a later one took its place.
      kept: (answer) => (state) => (answer ? withStar(state, sessionId, starred) : state),
    });
  return { ...query, star, wantDays: days.want, seek: seeker(query, questions.around) };
}

type Watching = {
  /** Watches an event that is known before it is asked for again; one that is not, `begun` watches. */
  start: (eventId: string | undefined) => Promise<void>;
  begun: (answer: { id: string; version: number }) => void;
  listen: () => Array<() => void>;
};

/** Hears what is pushed of an event, and has it asked for again when that is more than pushes tell. */
function createWatching(query: LiveQuery<LiveState>): Watching {
  let isOpen = false;
  let watched: string | undefined;
  /** The newest version of the event that was heard of: an answer may be older for a moment. */
  let newest = 0;
  const again = createRetry(() => void query.reload());
  const soon = createSoon(() => void query.reload());
  /** Listens from here on, where the query came first; what changed in between is in the answer, or asked for again. */
  const catchUp = async () => {
    const eventId = watched;
    if (eventId === undefined || !isOpen) return;
    const said = await watch(eventId);
    // Left meanwhile, when closing did not know yet what to unwatch.
    if (!isOpen) return unwatch(eventId);
    newest = Math.max(newest, said?.event.version ?? 0);
    if (said) query.change((state) => mergeWatched(state, said));
  };
  const hear = (push: LivePush) => {
    if (push.name === "agenda.changed" && push.push.eventId === watched)
      newest = Math.max(newest, push.push.version);
    query.change((state) => mergeLive(state, push));
    const state = stateOf(query.get());
    if (state && lacksShown(state, push)) soon.ask();
  };
  return {
    start: async (eventId) => {
      if (eventId !== undefined) await watch(eventId);
    },
    begun: ({ id, version }) => {
      if (!isOpen) return;
      const isFirst = watched === undefined;
      watched = id;
      // Before that, the connection's beginning does it.
      if (isFirst && connection.get().status === "connected") void catchUp();
      if (version < newest) again.later();
    },
    listen: () => {
      isOpen = true;
      return [
        on("event.changed", (push) => hear({ name: "event.changed", push })),
        on("event.now", (push) => hear({ name: "event.now", push })),
        on("agenda.changed", (push) => hear({ name: "agenda.changed", push })),
        on("event.staff", (push) => hear({ name: "event.staff", push })),
        on("agenda.starred", (push) => hear({ name: "agenda.starred", push })),
        whenConnected(() => void catchUp()),
        soon.stop,
        again.stop,
        () => {
          isOpen = false;
          void unwatch(watched);
          watched = undefined;
          newest = 0;
        },
      ];
    },
  };
}

/** Brings a session that is asked for; tries again until it knows. */
function seeker(query: LiveQuery<LiveState>, around: Questions["around"]): LiveStore["seek"] {
  const sought = new Set<string>();
  return (sessionId) => {
    if (sought.has(sessionId)) return;
    sought.add(sessionId);
    const retry = createRetry(() => void seek());
    const seek = async () => {
      try {
        const part = await around(sessionId);
        query.change((state) => withSought(state, sessionId, part));
      } catch (error) {
        // Nothing of the server's has such an id.
        if (!toProblem(error).temporary) query.change((state) => withSought(state, sessionId, null));
      }
      const state = stateOf(query.get());
      if (state && !state.soughtSessions.has(sessionId)) retry.later();
      else sought.delete(sessionId);
    };
    void seek();
  };
}

/** Asks again some time within the next seconds, once for all who wish it until then. */
function createSoon(again: () => void): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const ask = () => {
    timer ??= setTimeout(() => {
      timer = null;
      again();
    }, Math.random() * spread);
  };
  return { ask, stop };
}

/** Null when there is no connection (yet): the page then shows what the query said, until the resync. */
function watch(eventId: string) {
  return emit("event.watch", { eventId }).catch(() => null);
}

async function unwatch(eventId: string | undefined): Promise<void> {
  if (eventId !== undefined) await emit("event.unwatch", { eventId }).catch(() => null);
}
