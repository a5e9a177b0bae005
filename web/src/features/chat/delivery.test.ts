import { describe, expect, it } from "vitest";

import type { Fault, Message } from "@/gen/sockets";
import { Problem } from "@/lib/problem";
import { dice } from "@/test/dice";

import { createOutbox, type Outbox } from "./outbox";
import { createRoom, type LiveRoom } from "./room";
import { emptyRoom, hasOlder, joined, olderAsked, olderLoaded, received } from "./room-state";
import { RoomServer, settle } from "./testing";

/** One page on a network that loses, repeats and reorders whatever it may; its storage outlives it. */
class World {
  readonly server = new RoomServer();
  readonly dice: ReturnType<typeof dice>;
  readonly storage = new Map<string, string>();
  readonly typed: string[] = [];
  online = true;
  clock = 1_700_000_000_000;
  room!: LiveRoom;
  outbox!: Outbox;
  private pushes: Message[] = [];
  private calls: (() => void)[] = [];
  private stop: () => void = () => undefined;
  private onChance: () => void = () => undefined;
  private others = 0;

  constructor(seed: number) {
    this.dice = dice(seed);
    for (let n = 1; n <= 20; n++) this.server.send("other", `earlier-${n}`, `earlier ${n}`);
    this.open();
  }

  /** An answer that comes when the network pleases, or never although the server did what was asked. */
  private call<T>(work: () => T): Promise<T> {
    const away = () => new Problem("offline", "Away.");
    return new Promise((resolve, reject) => {
      if (!this.online) return reject(away());
      const lost = this.dice.chance(0.15);
      const early = this.dice.chance(0.5) ? work() : undefined;
      this.calls.push(() => {
        if (!this.online && early === undefined) return reject(away());
        const value = early ?? work();
        if (lost || !this.online) reject(away());
        else resolve(value);
      });
    });
  }

  private push(message: Message): Message {
    if (this.online) this.pushes.push(message);
    return message;
  }

  open(): void {
    this.stop();
    this.room?.close();
    const keys = () => [...this.storage.keys()];
    const storage = {
      getItem: (key: string) => this.storage.get(key) ?? null,
      setItem: (key: string, value: string) => void this.storage.set(key, value),
      removeItem: (key: string) => void this.storage.delete(key),
      key: (index: number) => keys()[index] ?? null,
      get length() {
        return keys().length;
      },
    };
    const sleep = () => this.call(() => undefined).catch(() => undefined);
    const room = createRoom("room", {
      join: (_, after) => this.call(() => this.server.join(after)),
      leave: () => undefined,
      history: (_, before) => this.call(() => this.server.history(before)),
      read: () => Promise.resolve(),
      sleep,
    });
    this.room = room;
    this.outbox = createOutbox(
      "me",
      {
        send: ({ id, body }) => this.call(() => this.push(this.server.send("me", id, body))),
        // Some of those that go together may have to wait, and then nothing after them is tried.
        sendAll: (_, messages) =>
          this.call(() => {
            const many = this.dice.chance(0.3) ? this.dice.below(messages.length + 1) : messages.length;
            const outcomes = messages.slice(0, many).map(({ id, body }) => ({
              message: this.push(this.server.send("me", id, body)),
              problem: null,
            }));
            const late = new Problem("too_many", "Slow down.", { retryAfter: 1 }).toJSON() as Fault;
            return many < messages.length ? [...outcomes, { message: null, problem: late }] : outcomes;
          }),
        connected: () => this.online,
        timesClosed: () => 0,
        onChance: (listener) => {
          this.onChance = listener;
          return () => undefined;
        },
        storage,
        sleep,
        now: () => ++this.clock,
      },
      (message) => room.change((state) => received(state, message)),
    );
    this.stop = this.outbox.start();
    void room.sync();
  }

  connect(online: boolean): void {
    this.online = online;
    if (!online) this.pushes = [];
    this.onChance();
    if (online) void this.room.sync();
  }

  step(): void {
    const { dice } = this;
    const what = dice.below(12);
    if (what < 2) this.push(this.server.send("other", `other-${++this.others}`, `theirs ${this.others}`));
    else if (what === 2) this.type();
    else if (what === 3 && this.server.messages.length)
      this.push(this.server.remove(1 + dice.below(this.server.messages.length)));
    else if (what < 7) this.deliver();
    else if (what < 10) this.answer();
    else if (what === 10) void this.room.loadOlder();
    else if (dice.chance(0.3)) this.connect(!this.online);
    else if (dice.chance(0.1)) this.open();
  }

  private type(): void {
    const body = `mine ${this.typed.length + 1}`;
    this.typed.push(body);
    this.outbox.send("room", body);
  }

  private deliver(): void {
    if (!this.pushes.length) return;
    const index = this.dice.below(Math.min(3, this.pushes.length));
    const message = this.pushes[index] as Message;
    if (!this.dice.chance(0.15)) this.pushes.splice(index, 1);
    if (!this.dice.chance(0.15)) this.room.change((state) => received(state, message));
  }

  private answer(): void {
    const index = this.dice.below(this.calls.length || 1);
    this.calls.splice(index, 1)[0]?.();
  }

  private done(): boolean {
    const state = this.room.store.get();
    return (
      !this.outbox.store.get().length &&
      !state.behind &&
      !hasOlder(state) &&
      state.revision === this.server.revision
    );
  }

  /** The connection is back, and stays. */
  async rest(): Promise<void> {
    this.connect(false);
    await settle();
    this.connect(true);
    for (let i = 0; i < 400; i++) {
      await settle();
      this.answer();
      this.deliver();
    }
    for (let i = 0; i < 3_000 && !this.done(); i++) {
      // What ends without an answer is asked again by the next sign of life.
      if (!this.calls.length) this.connect(true);
      if (!this.calls.length || this.dice.chance(0.1)) void this.room.loadOlder();
      this.answer();
      await settle();
    }
  }
}

describe("a room on a bad network", () => {
  it("keeps a removal that overtook the older page it belongs to", () => {
    const server = new RoomServer();
    for (let n = 1; n <= 8; n++) server.send("other", `m${n}`, `text ${n}`);
    const asked = olderAsked(joined(emptyRoom, server.join(null)));
    const page = server.history(5);
    const state = olderLoaded(received(asked, server.remove(2)), 5, page);
    expect(state.messages).toEqual(server.messages);
  });

  it("asks again when a page replaced what was newer, as after the server was restored", () => {
    const server = new RoomServer();
    const state = { ...emptyRoom, revision: 9, behind: false, ahead: [server.send("other", "x", "gone")] };
    const after = joined(state, { ...server.join(null), revision: 1 });
    expect([after.revision, after.behind, after.ahead]).toEqual([1, true, []]);
  });

  it("ends as the server's log, with everything typed in it once and in order", async () => {
    for (let seed = 1; seed <= 150; seed++) {
      const world = new World(seed);
      for (let i = 0; i < 120; i++) {
        world.step();
        await settle();
        const { messages } = world.room.store.get();
        const ordered = messages.every((one, at) => at === 0 || one.seq > (messages[at - 1]?.seq ?? 0));
        expect(ordered, `seed ${seed}: in order, none twice`).toBe(true);
      }
      await world.rest();
      const state = world.room.store.get();
      expect(state.messages, `seed ${seed}`).toEqual(world.server.messages);
      expect([state.revision, state.behind, state.ahead], `seed ${seed}`).toEqual([
        world.server.revision,
        false,
        [],
      ]);
      const mine = world.server.messages.filter((one) => one.senderId === "me");
      expect(mine.map((one) => one.id)).toEqual([...new Set(mine.map((one) => one.id))].sort());
      expect(mine.length, `seed ${seed}: none lost, none twice`).toBe(world.typed.length);
      const bodies = mine.map((one) => (one.removed ? null : one.body));
      expect(bodies.every((body, i) => body === null || body === world.typed[i])).toBe(true);
      expect(world.storage.size, `seed ${seed}: nothing left to send`).toBe(0);
    }
  }, 60_000);
});
