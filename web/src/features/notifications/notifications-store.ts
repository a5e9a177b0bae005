"use client";

import {
  MarkNotificationsRead,
  NotificationActor,
  Notifications as NotificationsOperation,
} from "@/gen/operations/notifications";
import { createLiveQuery, stateOf, type LiveQuery, type View } from "@/lib/live-query";
import { request } from "@/lib/request";
import { serverNow } from "@/lib/server-clock";
import { on } from "@/lib/socket";
import { createWishes } from "@/lib/wishes";

import {
  mergeNotification,
  notificationsOf,
  withKeptRead,
  withName,
  withPage,
  withReading,
  type NotificationEvent,
  type NotificationPage,
  type Notifications,
} from "./notifications-state";

export type NotificationsView = View<Notifications>;
export type NotificationsStore = LiveQuery<Notifications> & {
  /** The next older page; throws the Problem. */
  more: () => Promise<void>;
  /** Shown at once; no ids: all. Throws the Problem when it could not be kept. */
  markRead: (ids: readonly string[]) => Promise<void>;
  /** Asked for if it is not known; undefined if nobody knows. */
  nameOf: (actorId: string) => Promise<string | undefined>;
};

const pageSize = 30;

/** The notifications of whoever is signed in. */
export function createNotificationsStore(): NotificationsStore {
  const pageAfter = async (after: string | null): Promise<NotificationPage> =>
    (await request(NotificationsOperation, { after, limit: pageSize })).notifications;
  const names = new Map<string, Promise<string | undefined>>();
  const query = createLiveQuery<Notifications>({
    ask: async () => {
      // Who was not found is looked for once more.
      names.clear();
      const page = await pageAfter(null);
      return (before) => notificationsOf(page, before);
    },
    listen: ({ change }) => {
      // Read before this page was loaded, and the server has not heard of it.
      for (const key of wishes.kept().keys()) markRead(idsOf(key)).catch(() => undefined);
      const hear = (event: NotificationEvent) => change((state) => mergeNotification(state, event));
      return [
        on("notification.new", (push) => hear({ name: "notification.new", push })),
        on("notification.read", (push) => hear({ name: "notification.read", push })),
        on("notification.revised", (push) => hear({ name: "notification.revised", push })),
      ];
    },
    onState: ({ items, names: known }) => {
      for (const { actorId } of items) if (actorId && !known.has(actorId)) void nameOf(actorId);
    },
    // The bell is on nearly every page, and what it has heard is not asked for anew after the few others.
    linger: Infinity,
  });
  const state = () => stateOf(query.get());
  const nameOf: NotificationsStore["nameOf"] = async (id) => {
    const known = state()?.names.get(id);
    if (known) return known;
    const asked = names.get(id) ?? askName(id);
    names.set(id, asked);
    const name = await asked;
    if (name) query.change((before) => withName(before, id, name));
    return name;
  };
  const more = async () => {
    const from = state();
    if (!from?.next) return;
    const page = await pageAfter(from.next);
    // Asked anew meanwhile: its pages start from the top.
    query.change((now) => (now.base === from.base && now.next === from.next ? withPage(now, page) : now));
  };
  const wishes = createWishes("seen", "", (key) => request(MarkNotificationsRead, { ids: idsOf(key) }));
  const markRead = async (ids: readonly string[]) => {
    const at = new Date(serverNow()).toISOString();
    const revision = state()?.revision ?? 0;
    const key = ids.join(" ");
    await query.edit({
      key,
      show: (now) => withReading(now, ids, at),
      send: wishes.wish(key, true),
      kept: (answer) => {
        if (!answer) return (now) => now;
        const unread = answer.markNotificationsRead;
        return (now) => withKeptRead(now, ids, { at, revision, unread });
      },
    });
  };
  return { ...query, more, markRead, nameOf };
}

/** None: all of them. */
const idsOf = (key: string): string[] => (key ? key.split(" ") : []);

async function askName(id: string): Promise<string | undefined> {
  try {
    return (await request(NotificationActor, { id })).person.name;
  } catch {
    return undefined;
  }
}
