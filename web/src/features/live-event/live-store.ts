"use client";

import type { ApolloClient } from "@apollo/client";

import { LiveEventDocument, StarSessionDocument } from "@/gen/graphql";
import { ask } from "@/lib/ask";
import { createLiveQuery, stateOf, type LiveQuery, type View } from "@/lib/live-query";
import { emit, on, whenConnected } from "@/lib/socket";
import { createWishes } from "@/lib/wishes";

import {
  liveStateOf,
  mergeLive,
  mergeWatched,
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
};

export function createLiveStore(client: ApolloClient, slug: string): LiveStore {
  let isOpen = false;
  const idOf = () => stateOf(query.get())?.event.id;
  /** Listens from here on, where the query came first; what changed in between is in the answer, or asked for again. */
  const catchUp = async (eventId: string | undefined) => {
    if (eventId === undefined || !isOpen) return;
    const watched = await watch(eventId);
    // Left meanwhile, when closing did not know yet what to unwatch.
    if (!isOpen) await unwatch(eventId);
    else if (watched) query.change((state) => mergeWatched(state, watched));
  };
  const query = createLiveQuery<LiveState>({
    ask: async () => {
      const known = idOf();
      if (known !== undefined) await watch(known);
      const state = liveStateOf((await ask(client, LiveEventDocument, { slug })).event);
      if (known === undefined) void catchUp(state.event.id);
      return () => state;
    },
    listen: ({ change }) => {
      isOpen = true;
      // What was starred before this page was loaded, and has not arrived. A refusal is no news any more.
      for (const [id, starred] of wishes.kept()) star(id, starred === true).catch(() => undefined);
      const hear = (push: LivePush) => change((state) => mergeLive(state, push));
      return [
        on("event.changed", (push) => hear({ name: "event.changed", push })),
        on("event.now", (push) => hear({ name: "event.now", push })),
        on("agenda.changed", (push) => hear({ name: "agenda.changed", push })),
        on("event.staff", (push) => hear({ name: "event.staff", push })),
        on("agenda.starred", (push) => hear({ name: "agenda.starred", push })),
        whenConnected(() => void catchUp(idOf())),
        () => {
          isOpen = false;
          void unwatch(idOf());
        },
      ];
    },
    // Whoever shows it next watches it anew, which leaving late would undo.
    linger: 0,
  });
  const wishes = createWishes("star", slug, (sessionId, starred) =>
    client.mutate({ mutation: StarSessionDocument, variables: { sessionId, starred: starred === true } }),
  );
  const star = (sessionId: string, starred: boolean) =>
    query.edit({
      key: sessionId,
      show: (state) => withWaitingStar(state, sessionId, starred),
      send: wishes.wish(sessionId, starred),
      // Null: a later one took its place.
      kept: (answer) => (state) => (answer ? withStar(state, sessionId, starred) : state),
    });
  return { ...query, star };
}

/** Null when there is no connection (yet): the page then shows what the query said, until the resync. */
function watch(eventId: string) {
  return emit("event.watch", { eventId }).catch(() => null);
}

async function unwatch(eventId: string | undefined): Promise<void> {
  if (eventId !== undefined) await emit("event.unwatch", { eventId }).catch(() => null);
}
