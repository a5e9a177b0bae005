"use client";

import type { ApolloClient } from "@apollo/client";

import { MarkNoticesReadDocument, NoticeActorDocument, NoticesDocument } from "@/gen/graphql";
import { Problem, toProblem } from "@/lib/problem";
import { on, onResync } from "@/lib/socket";
import { createStore, type Store } from "@/lib/store";

import {
  mergeNotice,
  noticesOf,
  settled,
  withName,
  withPage,
  withReading,
  type Notice,
  type NoticeEvent,
  type NoticePage,
  type Notices,
} from "./notices-state";

export type NoticesView =
  { status: "loading" } | { status: "failed"; problem: Problem } | { status: "ready"; state: Notices };

export type NoticesStore = Store<NoticesView> & {
  open: () => () => void;
  reload: () => Promise<void>;
  /** The next older page; throws the Problem. */
  more: () => Promise<void>;
  /** Shown at once; no ids: all. Throws the Problem when it could not be kept. */
  markRead: (ids: readonly string[]) => Promise<void>;
  /** Hears of each new or renewed notice, with its actor's name if there is one. */
  onNew: (listener: (notice: Notice, actor: string | undefined) => void) => () => void;
};

const pageSize = 30;
const loading: NoticesView = { status: "loading" };

/** The notices of whoever is signed in: asked for once, then kept true by pushes. */
export function createNoticesStore(client: ApolloClient): NoticesStore {
  const store = createStore<NoticesView>(loading);
  const listeners = new Set<(notice: Notice, actor: string | undefined) => void>();
  let early: NoticeEvent[] | null = null;
  let asked = 0;

  const state = () => {
    const view = store.get();
    return view.status === "ready" ? view.state : null;
  };
  const change = (edit: (before: Notices) => Notices) => {
    const before = state();
    if (before) store.set({ status: "ready", state: edit(before) });
  };
  const hear = (event: NoticeEvent) => {
    early?.push(event);
    change((before) => mergeNotice(before, event));
    if (event.name === "notice.new") void tell(event.push.notice);
  };
  const tell = async (notice: Notice) => {
    const actor = notice.actorId ? await nameOf(notice.actorId) : undefined;
    for (const listener of Array.from(listeners)) listener(notice, actor);
  };
  const nameOf = async (id: string) => {
    const known = state()?.names.get(id);
    if (known) return known;
    try {
      const { data } = await client.query({ query: NoticeActorDocument, variables: { id } });
      const name = data?.person.name;
      if (name) change((before) => withName(before, id, name));
      return name;
    } catch {
      return undefined;
    }
  };
  const ask = async (after: string | null): Promise<NoticePage> => {
    const { data } = await client.query({
      query: NoticesDocument,
      variables: { after, limit: pageSize },
      fetchPolicy: "no-cache",
    });
    if (!data) throw new Problem("internal", "Something went wrong. Try again.");
    return data.notices;
  };
  const reload = async () => {
    const turn = ++asked;
    early = [];
    if (store.get().status === "failed") store.set(loading);
    try {
      const page = await ask(null);
      if (turn !== asked) return;
      let next = noticesOf(page, state());
      for (const event of early) next = mergeNotice(next, event);
      store.set({ status: "ready", state: next });
      for (const item of next.items)
        if (item.actorId && !next.names.has(item.actorId)) void nameOf(item.actorId);
    } catch (error) {
      // What is shown stays: it is old, not wrong, and the next resync asks again.
      if (turn === asked && !state()) store.set({ status: "failed", problem: toProblem(error) });
    } finally {
      if (turn === asked) early = null;
    }
  };
  const more = async () => {
    const turn = asked;
    const after = state()?.next;
    if (!after) return;
    const page = await ask(after).catch((error: unknown) => {
      throw toProblem(error);
    });
    // Asked anew meanwhile: its pages start from the top.
    if (turn === asked && state()?.next === after) change((before) => withPage(before, page));
  };
  const markRead = async (ids: readonly string[]) => {
    const revision = state()?.revision ?? 0;
    change((before) => withReading(before, ids));
    try {
      const { data } = await client.mutate({ mutation: MarkNoticesReadDocument, variables: { ids } });
      const unread = data?.markNoticesRead ?? 0;
      change((before) => settled(before, ids, { at: new Date().toISOString(), revision, unread }));
    } catch (error) {
      change((before) => settled(before, ids, null));
      throw toProblem(error);
    }
  };
  const open = () => {
    const stops = [
      on("notice.new", (push) => hear({ name: "notice.new", push })),
      on("notice.read", (push) => hear({ name: "notice.read", push })),
      onResync(() => void reload()),
    ];
    void reload();
    return () => {
      asked++;
      for (const stop of stops) stop();
    };
  };
  const onNew = (listener: (notice: Notice, actor: string | undefined) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { ...store, open, reload, more, markRead, onNew };
}
