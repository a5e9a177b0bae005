"use client";

import type { ApolloClient } from "@apollo/client";

import { LiveEventDocument, StarSessionDocument } from "@/gen/graphql";
import { Problem, toProblem } from "@/lib/problem";
import { emit, on, onResync, whenConnected } from "@/lib/socket";
import { createStore, type Store } from "@/lib/store";

import { liveStateOf, mergeLive, mustReload, withStar, type LivePush, type LiveState } from "./live-state";

export type Live =
  { status: "loading" } | { status: "failed"; problem: Problem } | { status: "ready"; state: LiveState };

/** One event as it is now, for as long as it is open: asked for once, then kept true by pushes. */
export type LiveStore = Store<Live> & {
  /** Asks again; the present state stays meanwhile. */
  reload: () => Promise<void>;
  /** Shows the star at once; takes it back and throws the Problem when it could not be kept. */
  star: (sessionId: string, starred: boolean) => Promise<void>;
};

const loading: Live = { status: "loading" };

export function createLiveStore(client: ApolloClient, slug: string): LiveStore & { open: () => () => void } {
  const store = createStore<Live>(loading);
  /** What came while the query was under way: merged into its answer, which may be older or newer. */
  let early: LivePush[] | null = null;
  let asked = 0;
  let closed = false;

  const change = (edit: (state: LiveState) => LiveState) => {
    const live = store.get();
    if (live.status !== "ready") return;
    const state = edit(live.state);
    if (state !== live.state) store.set({ status: "ready", state });
  };
  const hear = (push: LivePush) => {
    early?.push(push);
    const live = store.get();
    if (live.status !== "ready") return;
    if (mustReload(live.state, push)) void reload();
    else change((state) => mergeLive(state, push));
  };
  const reload = async () => {
    const turn = ++asked;
    early = [];
    if (store.get().status === "failed") store.set(loading);
    try {
      const known = store.get();
      if (known.status === "ready") await watch(known.state.event.id);
      let state = await ask(client, slug);
      if (turn !== asked) return;
      for (const push of early) state = mergeLive(state, push);
      store.set({ status: "ready", state });
      if (known.status !== "ready") await catchUp();
    } catch (error) {
      // What is shown stays: it is old, not wrong, and the next resync asks again.
      if (turn === asked && store.get().status !== "ready")
        store.set({ status: "failed", problem: toProblem(error) });
    } finally {
      if (turn === asked) early = null;
    }
  };
  /** Listens from here on, where the query came first; what changed in between is in the answer, or asked for again. */
  const catchUp = async () => {
    const before = store.get();
    if (before.status !== "ready") return;
    const watched = await watch(before.state.event.id);
    if (!watched || closed) return;
    hear({ name: "event.changed", push: { event: watched.event } });
    hear({ name: "event.now", push: { nowNext: watched.nowNext } });
    if (watched.event.version > before.state.agenda.version) void reload();
  };
  const star = async (sessionId: string, starred: boolean) => {
    change((state) => withStar(state, sessionId, starred));
    try {
      await client.mutate({ mutation: StarSessionDocument, variables: { sessionId, starred } });
    } catch (error) {
      change((state) => withStar(state, sessionId, !starred));
      throw toProblem(error);
    }
  };
  const open = () => {
    closed = false;
    const stops = [
      on("event.changed", (push) => hear({ name: "event.changed", push })),
      on("event.now", (push) => hear({ name: "event.now", push })),
      on("agenda.changed", (push) => hear({ name: "agenda.changed", push })),
      on("agenda.starred", (push) => hear({ name: "agenda.starred", push })),
      onResync(() => void reload()),
      whenConnected(() => void catchUp()),
    ];
    void reload();
    return () => {
      asked++;
      closed = true;
      for (const stop of stops) stop();
      const live = store.get();
      if (live.status === "ready")
        void emit("event.unwatch", { eventId: live.state.event.id }).catch(() => null);
    };
  };
  return { ...store, reload, star, open };
}

/** Null when there is no connection (yet): the page then shows what the query said, until the resync. */
function watch(eventId: string) {
  return emit("event.watch", { eventId }).catch(() => null);
}

async function ask(client: ApolloClient, slug: string): Promise<LiveState> {
  // A thousand sessions are kept here once, not a second time in the cache.
  const answer = await client.query({
    query: LiveEventDocument,
    variables: { slug },
    fetchPolicy: "no-cache",
  });
  if (!answer.data) throw new Problem("internal", "Something went wrong. Try again.");
  return liveStateOf(answer.data.event);
}
