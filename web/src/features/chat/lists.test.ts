import { describe, expect, it, vi } from "vitest";

import type { Message } from "@/gen/sockets";
import { stateOf } from "@/lib/live-query";
import { dice } from "@/test/dice";
import { settled } from "@/test/weather";

import { createConversations, type ConversationList } from "./conversations";
import {
  mergeConversations,
  unreadIn,
  type Conversation,
  type ConversationPush,
} from "./conversations-state";
import { createRoom } from "./room";
import { received, emptyRoom, joined, muted, typed, typingAt, unreadAfter } from "./room-state";
import { linesOf, rowsOf } from "./rows";
import { RoomServer } from "./testing";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 23, 50 + minute)).toISOString();
const message = (seq: number, senderId: string, minute = 0): Message => ({
  id: `m${seq}`,
  roomId: "r",
  seq,
  revision: seq,
  senderId,
  body: `text ${seq}`,
  mentions: [],
  sentAt: at(minute),
  removed: false,
});
const conversation = (id: string, last: Message | null, unread: number): Conversation =>
  ({
    room: { id, kind: "direct", eventId: null, sessionId: null, title: "" },
    withId: "other",
    with: { id: "other", name: "Other", headline: "" },
    last,
    unread,
    blocked: false,
  }) as Conversation;

const merged = (list: ConversationList, push: ConversationPush): ConversationList =>
  mergeConversations(list, push, "me") ?? expect.unreachable("must be asked for");

describe("rows of a log", () => {
  const messages = [
    message(1, "a"),
    message(2, "a", 1),
    message(3, "b", 2),
    message(4, "b", 9),
    message(5, "b", 11),
  ];
  const state = { ...emptyRoom, messages, revision: 5 };

  it("groups by author and time, parts days, marks what is new", () => {
    const rows = rowsOf(linesOf(state, [], "me"), 4, "UTC");
    const short = rows.map((row) => (row.kind === "line" ? `${row.key}${row.head ? "*" : ""}` : row.key));
    expect(short).toEqual(["day 2026-11-21", "m1*", "m2", "m3*", "m4*", "day 2026-11-22", "new", "m5*"]);
  });

  it("shows what is on its way at the end, and never beside its saved self", () => {
    const outgoing = ["m5", "m6"].map((id, i) => ({
      id,
      roomId: "r",
      body: id,
      at: Date.parse(at(12)) + i,
      problem: null,
    }));
    const lines = linesOf(state, outgoing, "me");
    expect(lines.slice(-2).map((one) => [one.id, one.seq])).toEqual([
      ["m5", 5],
      ["m6", null],
    ]);
  });

  it("shows an answered message of mine in its place before the gap below it is filled", () => {
    const early = received(state, { ...message(7, "me", 12), revision: 7 });
    expect(early.behind).toBe(true);
    expect(linesOf(early, [], "me").map((one) => one.id)).toEqual(["m1", "m2", "m3", "m4", "m5", "m7"]);
  });

  it("looks at each of ten thousand a few times at most, and works out their days once", () => {
    let looks = 0;
    // Whatever is done to a message looks its trap up here first.
    const counted = new Proxy<ProxyHandler<Message>>({}, { get: () => (looks++, undefined) });
    const many = Array.from(
      { length: 10_000 },
      (_, i) => new Proxy(message(i + 1, `u${i % 7}`, i / 60), counted),
    );
    const calendar = vi.spyOn(Intl.DateTimeFormat.prototype, "formatToParts");
    const draw = () => rowsOf(linesOf({ ...state, messages: many }, [], "me"), null, "UTC").length;
    expect(draw()).toBeGreaterThan(10_000);
    expect(looks).toBeLessThan(30 * 10_000);
    expect(calendar.mock.calls.length).toBeLessThanOrEqual(10_000);
    looks = 0;
    calendar.mockClear();
    draw();
    // What is known of each is kept: the log may be drawn at each message.
    expect(looks).toBeLessThan(10_000);
    expect(calendar).not.toHaveBeenCalled();
  });
});

describe("the room's smaller changes", () => {
  it("lets typing end by itself and by the message", () => {
    const server = new RoomServer();
    let state = joined(emptyRoom, server.join(null));
    state = typed(typed(state, "a", 0), "b", 1_000);
    expect(typingAt(state, 6_500).typing.map((one) => one.userId)).toEqual(["b"]);
    expect(received(state, server.send("b", "1", "x")).typing.map((one) => one.userId)).toEqual(["a"]);
    expect(muted(state, "2030-01-01T00:00:00Z").mutedUntil).toBe("2030-01-01T00:00:00Z");
  });
});

describe("a conversation that a block closes", () => {
  it("is marked, and open again when it is lifted; told twice, nothing changes", () => {
    const list = [conversation("r", message(1, "x"), 0), conversation("s", null, 0)];
    const closed = merged(list, { kind: "closed", roomId: "r", closed: true });
    expect(closed.map((one) => one.blocked)).toEqual([true, false]);
    expect(merged(closed, { kind: "closed", roomId: "r", closed: true })).toBe(closed);
    const open = merged(closed, { kind: "closed", roomId: "r", closed: false });
    expect(open.map((one) => one.blocked)).toEqual([false, false]);
  });
});

describe("a mute", () => {
  it("that is told while a join is under way is not undone by its older answer", async () => {
    const server = new RoomServer();
    const answers: Array<() => void> = [];
    const room = createRoom("room", {
      join: (_, after) => {
        const answer = server.join(after);
        return new Promise((done) => answers.push(() => done(answer)));
      },
      leave: () => undefined,
      history: () => Promise.resolve([]),
      read: () => Promise.resolve(),
      sleep: () => Promise.resolve(),
    });
    const answered = room.sync();
    room.mute("2030-01-01T00:00:00Z");
    answers[0]?.();
    await answered;
    expect(room.store.get().mutedUntil).toBe("2030-01-01T00:00:00Z");
    const again = room.sync();
    answers[1]?.();
    await again;
    expect(room.store.get().mutedUntil).toBeNull();
  });
});

describe("what waits in a room", () => {
  it("counts what others said after the last one read, also before the first one held", () => {
    const server = new RoomServer();
    for (let i = 1; i <= 7; i++) server.send(i === 6 ? "me" : "ada", `${i}`, "x");
    let state = joined(emptyRoom, server.join(null));
    expect(state.messages.map((one) => one.seq)).toEqual([4, 5, 6, 7]);
    expect(unreadAfter(state, 7, "me")).toBe(0);
    expect(unreadAfter(state, 4, "me")).toBe(2);
    expect(unreadAfter(state, 1, "me")).toBe(2 + 3);
    state = received(state, server.remove(7));
    expect(unreadAfter(state, 4, "me")).toBe(1);
    expect(unreadAfter(emptyRoom, 0, "me")).toBe(0);
  });
});

describe("conversations", () => {
  it("state before + pushes = state after, with repetitions", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { below, chance } = dice(seed);
      const log: Message[] = [];
      let unread = 0;
      let list: ConversationList = [conversation("r", null, 0), conversation("s", message(1, "x"), 2)];
      for (let i = 0; i < 30; i++) {
        let push: ConversationPush;
        if (log.length && chance(0.2)) {
          unread = 0;
          push = { kind: "read", roomId: "r", unread };
        } else {
          const mine = chance(0.4);
          const said = message(log.length + 1, mine ? "me" : "other", 100 + i);
          log.push(said);
          if (!mine) unread++;
          push = { kind: "message", roomId: "r", message: said };
        }
        list = merged(list, push);
        const again = log[below(log.length || 1)];
        if (again && chance(0.5)) list = merged(list, { kind: "message", roomId: "r", message: again });
      }
      const mine = list.find((one) => one.room.id === "r");
      expect([mine?.last?.id, mine?.unread, unreadIn(list)], `seed ${seed}`).toEqual([
        log.at(-1)?.id,
        unread,
        unread + 2,
      ]);
      expect(list[0]?.room.id).toBe("r");
    }
  });

  it("shows a removal in the last words, and asks for a conversation it does not know", () => {
    const list = [conversation("r", message(3, "other"), 1)];
    const gone = { ...message(3, "other"), removed: true, body: "", revision: 4 };
    const after = merged(list, { kind: "message", roomId: "r", message: gone });
    expect([after[0]?.last?.removed, after[0]?.unread]).toEqual([true, 1]);
    // How many are left unread is told apart; what was never seen before it was removed does not count.
    expect(merged(after, { kind: "read", roomId: "r", unread: 0 })[0]?.unread).toBe(0);
    const unseen = { ...message(4, "other"), removed: true, body: "", revision: 6 };
    expect(merged(after, { kind: "message", roomId: "r", message: unseen })[0]?.unread).toBe(1);
    const unknown: ConversationPush = { kind: "message", roomId: "new", message: message(1, "other") };
    expect(mergeConversations(list, unknown, "me")).toBeNull();
    // Reading is told of lobbies too.
    expect(mergeConversations(list, { kind: "read", roomId: "lobby", unread: 0 }, "me")).toBe(list);
  });

  it("puts what was pushed during the question into the answer", async () => {
    let answer: (list: Conversation[]) => void = () => undefined;
    const live = createConversations("me", () => new Promise((resolve) => (answer = resolve)));
    live.hold();
    live.change((list) => merged(list, { kind: "message", roomId: "r", message: message(4, "other") }));
    answer([conversation("r", message(3, "other"), 1)]);
    await settled();
    expect(unreadIn(stateOf(live.get()) ?? [])).toBe(2);
    live.close();
  });
});
