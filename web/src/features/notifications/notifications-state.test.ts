import { describe, expect, it } from "vitest";

import type { NotificationItemFragment } from "@/gen/graphql";
import { dice } from "@/test/dice";

import {
  mergeNotification,
  notificationsOf,
  withKeptRead,
  withPage,
  withReading,
  type NotificationEvent,
  type NotificationPage,
  type Notifications,
} from "./notifications-state";

/** The server in short: a person's notifications, each change under one more revision and pushed. */
class Server {
  items = new Map<string, NotificationItemFragment>();
  revision = 0;
  made = 0;
  clock = 0;

  put(id = `n${++this.made}`): NotificationEvent {
    const before = this.items.get(id);
    const count = before && !before.readAt ? before.count + 1 : 1;
    const notification = {
      ...{ id, kind: "direct" as const, eventId: null, actorId: null, actor: null, actorInTeam: false },
      ...{ subject: "", detail: "", link: "/", count, createdAt: this.now(), readAt: null },
    };
    this.items.set(id, notification);
    return {
      name: "notification.new",
      push: { notification, actorInTeam: false, unread: this.unread(), revision: ++this.revision },
    };
  }

  read(ids: string[]): NotificationEvent | null {
    const until = this.now();
    const meant = this.list().filter((one) => !one.readAt && (ids.length === 0 || ids.includes(one.id)));
    if (!meant.length) return null;
    for (const one of meant) this.items.set(one.id, { ...one, readAt: until });
    const push = { ids: ids.length ? meant.map((one) => one.id) : [], until, unread: this.unread() };
    return { name: "notification.read", push: { ...push, revision: ++this.revision } };
  }

  /** A message is removed: one fewer is told, or nothing. */
  withdraw(id: string): NotificationEvent | null {
    const there = this.items.get(id);
    if (!there) return null;
    const changed = there.count > 1 ? [{ ...there, count: there.count - 1, subject: "left" }] : [];
    if (changed[0]) this.items.set(id, changed[0]);
    else this.items.delete(id);
    const removed = changed[0] ? [] : [id];
    return {
      name: "notification.revised",
      push: { removed, changed, unread: this.unread(), revision: ++this.revision },
    };
  }

  page(after: string | null, limit: number): NotificationPage {
    const all = this.list();
    const from = after ? all.findIndex((one) => one.id === after) + 1 : 0;
    const items = all.slice(from, from + limit);
    const next = all.length > from + limit ? (items.at(-1)?.id ?? null) : null;
    return { items, unread: this.unread(), revision: this.revision, next };
  }

  list = () => Array.from(this.items.values()).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  unread = () => this.list().filter((one) => !one.readAt).length;
  now = () => new Date(Date.UTC(2026, 10, 21) + ++this.clock * 1_000).toISOString();
}

const shown = (state: Notifications) =>
  state.items.map(({ id, count, readAt }) => `${id} ${count} ${readAt ? "read" : "unread"}`);

describe("notifications", () => {
  it("end as the server has them, whatever the order and repetition of pushes and pages", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { below: pick, chance } = dice(seed);
      const server = new Server();
      for (let i = 0; i < pick(6); i++) server.put();
      let state = notificationsOf(server.page(null, 3));
      const pages: NotificationPage[] = [];
      const events: NotificationEvent[] = [];
      let cursor = state.next;
      for (let i = 0; i < 12; i++) {
        const known = server.list();
        const some = known[pick(known.length)]?.id;
        const what = pick(5);
        const event =
          what === 0
            ? server.put()
            : what === 1
              ? server.put(some)
              : what === 4 && some !== cursor
                ? server.withdraw(some ?? "")
                : server.read(what === 2 && some ? [some] : []);
        if (event) events.push(event);
        if (cursor && chance(0.4)) {
          const page = server.page(cursor, 3);
          pages.push(page);
          cursor = page.next;
        }
      }
      while (cursor) {
        const page = server.page(cursor, 3);
        pages.push(page);
        cursor = page.next;
      }
      const arrivals = [...events, ...events.slice(0, pick(events.length)), ...pages]
        .map((one) => ({ one, at: pick(1e9) }))
        .sort((a, b) => a.at - b.at);
      for (const { one } of arrivals)
        state = "push" in one ? mergeNotification(state, one) : withPage(state, one);
      const wanted = server
        .list()
        .map(({ id, count, readAt }) => `${id} ${count} ${readAt ? "read" : "unread"}`);
      expect(shown(state), `seed ${seed}`).toEqual(wanted);
      expect(state.unread, `seed ${seed}`).toBe(server.unread());
    }
  });

  it("do not come back once they were taken back, and the next page is asked for after what is left", () => {
    const server = new Server();
    for (const id of ["a", "b", "c"]) server.put(id);
    const page = server.page(null, 2);
    const before = notificationsOf(page);
    expect(before.next).toBe("b");
    const gone = server.withdraw("b");
    const late: NotificationEvent = {
      name: "notification.new",
      push: {
        notification: page.items[1] as NotificationItemFragment,
        actorInTeam: false,
        unread: 3,
        revision: server.revision - 1,
      },
    };
    const after = [gone, late].reduce(
      (state, event) => (event ? mergeNotification(state, event) : state),
      before,
    );
    expect([shown(after), after.next, after.unread]).toEqual([["c 1 unread"], "c", 2]);
    expect(shown(withPage(after, { ...page, next: null }))).toEqual(["c 1 unread"]);
  });

  it("show as read at once what is being read, and keep it so when the server did", () => {
    const server = new Server();
    server.put("a");
    server.put("b");
    const before = notificationsOf(server.page(null, 10));
    const at = "2026-11-21T12:00:00Z";
    const reading = withReading(before, ["a"], at);
    expect([reading.unread, shown(reading)]).toEqual([1, ["b 1 unread", "a 1 read"]]);
    const kept = withKeptRead(before, ["a"], { at, revision: before.revision, unread: 1 });
    expect([kept.unread, shown(kept)]).toEqual([1, ["b 1 unread", "a 1 read"]]);
    expect(withReading(reading, ["a"], at).unread).toBe(1);
    const all = withReading(before, [], at);
    expect([all.unread, shown(all)]).toEqual([0, ["b 1 read", "a 1 read"]]);
  });

  it("keep a notification unread that was renewed while the older one was being read", () => {
    const server = new Server();
    server.put("a");
    const before = notificationsOf(server.page(null, 10));
    const asked = { at: "2026-11-21T12:00:00Z", revision: before.revision, unread: 0 };
    server.read(["a"]);
    const done = withKeptRead(mergeNotification(before, server.put("a")), ["a"], asked);
    expect([done.unread, shown(done)]).toEqual([1, ["a 1 unread"]]);
  });
});
