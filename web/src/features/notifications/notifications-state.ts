import type { NotificationItemFragment, NotificationsQuery } from "@/gen/graphql";
import type { NotificationPush, NotificationReadPush, NotificationRevisedPush } from "@/gen/sockets";

export type Notification = Omit<NotificationItemFragment, "actor">;
export type NotificationPage = NotificationsQuery["notifications"];
export type NotificationEvent =
  | { name: "notification.new"; push: NotificationPush }
  | { name: "notification.read"; push: NotificationReadPush }
  | { name: "notification.revised"; push: NotificationRevisedPush };

/** What there was at a revision was read, at a time. */
type Read = { readonly at: string; readonly revision: number };

/**
 * The notifications of one person. Every change carries a revision, counted by the server: `known` says of which revision
 * each notification's content is, `reads` and `readAll` as of which it was read, so that what comes late, twice or in another
 * order ends the same.
 */
export type Notifications = {
  /** Newest first. */
  items: readonly Notification[];
  names: ReadonlyMap<string, string>;
  unread: number;
  revision: number;
  /** What to ask the next page with; null at the end. */
  next: string | null;
  /** The revision of the first page: what is older is in it. */
  base: number;
  known: ReadonlyMap<string, number>;
  reads: ReadonlyMap<string, Read>;
  readAll: Read | null;
};

/** The first page: the state before. */
export function notificationsOf(page: NotificationPage, before?: Notifications | null): Notifications {
  return {
    items: sorted(page.items),
    names: namesOf(page, before?.names),
    unread: page.unread,
    revision: page.revision,
    next: page.next,
    base: page.revision,
    known: new Map(page.items.map((item) => [item.id, page.revision])),
    reads: new Map(),
    readAll: null,
  };
}

/** State before + push = state after. */
export function mergeNotification(state: Notifications, { name, push }: NotificationEvent): Notifications {
  if (push.revision <= state.base) return state;
  const counted = counting(state, push);
  if (name === "notification.new")
    return withItems(counted, [{ ...push.notification, actorInTeam: push.actorInTeam }], push.revision);
  if (name === "notification.read") return withRead(counted, push);
  const inTeam = new Set(state.items.filter((item) => item.actorInTeam).map((item) => item.id));
  const changed = push.changed.map((item) => ({ ...item, actorInTeam: inTeam.has(item.id) }));
  return withItems(without(counted, push), changed, push.revision);
}

/** Takes away what is not told any more; an older page, or a push that comes late, does not bring it back. */
function without(state: Notifications, { removed, revision }: NotificationRevisedPush): Notifications {
  const known = new Map(state.known);
  for (const id of removed) known.set(id, revision);
  const items = state.items.filter((item) => !removed.includes(item.id));
  // Nothing can be asked for after what is gone: the oldest one that is left takes its place.
  const next = state.next && removed.includes(state.next) ? (items.at(-1)?.id ?? null) : state.next;
  return { ...state, items, known, next };
}

/** An older page. It may be newer than some pushes and older than others. */
export function withPage(state: Notifications, page: NotificationPage): Notifications {
  const counted = { ...counting(state, page), next: page.next, names: namesOf(page, state.names) };
  return withItems(counted, page.items, page.revision);
}

export function withName(state: Notifications, id: string, name: string): Notifications {
  return { ...state, names: new Map(state.names).set(id, name) };
}

/** Those with these ids; all, without any. */
const among = (ids: readonly string[]) => (id: string) => ids.length === 0 || ids.includes(id);

/** Shows them as read, before the server has said so; no ids: all. */
export function withReading(state: Notifications, ids: readonly string[], at: string): Notifications {
  const isMeant = among(ids);
  const leaving = state.items.filter((item) => !item.readAt && isMeant(item.id)).length;
  return {
    ...state,
    unread: ids.length ? Math.max(0, state.unread - leaving) : 0,
    items: markedRead(state.items, at, ({ id }) => isMeant(id)),
  };
}

/**
 * The server has kept that they were read (its push says so too, perhaps later). `revision` is that of when it was
 * asked: what changed since may be unread again.
 */
export function withKeptRead(
  state: Notifications,
  ids: readonly string[],
  read: { at: string; revision: number; unread: number },
): Notifications {
  const isMeant = among(ids);
  return {
    ...state,
    unread: state.revision === read.revision ? read.unread : state.unread,
    items: markedRead(
      state.items,
      read.at,
      ({ id }) => isMeant(id) && (state.known.get(id) ?? 0) <= read.revision,
    ),
  };
}

const markedRead = (
  items: readonly Notification[],
  at: string,
  isMeant: (item: Notification) => boolean,
): readonly Notification[] =>
  items.map((item) => (item.readAt || !isMeant(item) ? item : { ...item, readAt: at }));

function counting(state: Notifications, counted: { unread: number; revision: number }): Notifications {
  if (counted.revision <= state.revision) return state;
  return { ...state, unread: counted.unread, revision: counted.revision };
}

function withItems(
  state: Notifications,
  items: ReadonlyArray<Notification | NotificationItemFragment>,
  revision: number,
): Notifications {
  const byId = new Map(state.items.map((item) => [item.id, item]));
  const known = new Map(state.known);
  for (const item of items) {
    if ((known.get(item.id) ?? -1) >= revision) continue;
    const read = [state.reads.get(item.id), state.readAll].find((one) => one && one.revision > revision);
    byId.set(item.id, read ? { ...item, readAt: item.readAt ?? read.at } : item);
    known.set(item.id, revision);
  }
  return { ...state, items: sorted(Array.from(byId.values())), known };
}

function withRead(state: Notifications, push: NotificationReadPush): Notifications {
  const read = { at: push.until, revision: push.revision };
  const isNewer = (before: Read | null | undefined) => !before || before.revision < read.revision;
  const isMeant = among(push.ids);
  const reads = new Map(state.reads);
  for (const id of push.ids) if (isNewer(reads.get(id))) reads.set(id, read);
  return {
    ...state,
    reads,
    readAll: push.ids.length === 0 && isNewer(state.readAll) ? read : state.readAll,
    items: markedRead(
      state.items,
      read.at,
      ({ id }) => isMeant(id) && (state.known.get(id) ?? 0) < push.revision,
    ),
  };
}

function namesOf(page: NotificationPage, before?: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const names = new Map(before);
  for (const { actor } of page.items) if (actor) names.set(actor.id, actor.name);
  return names;
}

function sorted(items: readonly Notification[]): Notification[] {
  return [...items].sort(
    (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1),
  );
}
