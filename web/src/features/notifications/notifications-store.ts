"use client";

import type { ApolloClient } from "@apollo/client";

import {
  MarkNotificationsReadDocument,
  NotificationActorDocument,
  NotificationsDocument,
} from "@/gen/graphql";
import { Problem, toProblem } from "@/lib/problem";
import { on, onResync } from "@/lib/socket";
import { createStore, type Store } from "@/lib/store";

import {
  mergeNotification,
  notificationsOf,
  settled,
  withName,
  withPage,
  withReading,
  type Notification,
  type NotificationEvent,
  type NotificationPage,
  type Notifications,
} from "./notifications-state";

export type NotificationsView =
  { status: "loading" } | { status: "failed"; problem: Problem } | { status: "ready"; state: Notifications };

export type NotificationsStore = Store<NotificationsView> & {
  open: () => () => void;
  reload: () => Promise<void>;
  /** The next older page; throws the Problem. */
  more: () => Promise<void>;
  /** Shown at once; no ids: all. Throws the Problem when it could not be kept. */
  markRead: (ids: readonly string[]) => Promise<void>;
  /** Hears of each new or renewed notification, with its actor's name if there is one. */
  onNew: (listener: (notification: Notification, actor: string | undefined) => void) => () => void;
};

const pageSize = 30;
const loading: NotificationsView = { status: "loading" };

/** The notifications of whoever is signed in: asked for once, then kept true by pushes. */
export function createNotificationsStore(client: ApolloClient): NotificationsStore {
  const store = createStore<NotificationsView>(loading);
  const listeners = new Set<(notification: Notification, actor: string | undefined) => void>();
  let early: NotificationEvent[] | null = null;
  let asked = 0;

  const state = () => {
    const view = store.get();
    return view.status === "ready" ? view.state : null;
  };
  const change = (edit: (before: Notifications) => Notifications) => {
    const before = state();
    if (before) store.set({ status: "ready", state: edit(before) });
  };
  const hear = (event: NotificationEvent) => {
    early?.push(event);
    change((before) => mergeNotification(before, event));
    if (event.name === "notification.new") void tell(event.push.notification);
  };
  const tell = async (notification: Notification) => {
    const actor = notification.actorId ? await nameOf(notification.actorId) : undefined;
    for (const listener of Array.from(listeners)) listener(notification, actor);
  };
  const nameOf = async (id: string) => {
    const known = state()?.names.get(id);
    if (known) return known;
    try {
      const { data } = await client.query({ query: NotificationActorDocument, variables: { id } });
      const name = data?.person.name;
      if (name) change((before) => withName(before, id, name));
      return name;
    } catch {
      return undefined;
    }
  };
  const ask = async (after: string | null): Promise<NotificationPage> => {
    const { data } = await client.query({
      query: NotificationsDocument,
      variables: { after, limit: pageSize },
      fetchPolicy: "no-cache",
    });
    if (!data) throw new Problem("internal", "Something went wrong. Try again.");
    return data.notifications;
  };
  const reload = async () => {
    const turn = ++asked;
    early = [];
    if (store.get().status === "failed") store.set(loading);
    try {
      const page = await ask(null);
      if (turn !== asked) return;
      let next = notificationsOf(page, state());
      for (const event of early) next = mergeNotification(next, event);
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
      const { data } = await client.mutate({ mutation: MarkNotificationsReadDocument, variables: { ids } });
      const unread = data?.markNotificationsRead ?? 0;
      change((before) => settled(before, ids, { at: new Date().toISOString(), revision, unread }));
    } catch (error) {
      change((before) => settled(before, ids, null));
      throw toProblem(error);
    }
  };
  const open = () => {
    const stops = [
      on("notification.new", (push) => hear({ name: "notification.new", push })),
      on("notification.read", (push) => hear({ name: "notification.read", push })),
      onResync(() => void reload()),
    ];
    void reload();
    return () => {
      asked++;
      for (const stop of stops) stop();
    };
  };
  const onNew = (listener: (notification: Notification, actor: string | undefined) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { ...store, open, reload, more, markRead, onNew };
}
