import { afterEach, describe, expect, it, vi } from "vitest";

import { dice } from "@/test/dice";
import { settled, Weather } from "@/test/weather";

import { createLiveQuery, stateOf, type Change, type LiveQuery } from "./live-query";
import { Problem } from "./problem";
import { session } from "./session";

afterEach(() => void vi.useRealTimers());

/** Numbers by name, each under the version in which it was last changed; `base` is the answer's. */
type Item = { readonly value: number; readonly version: number };
type State = { readonly base: number; readonly items: ReadonlyMap<string, Item> };
type Push = { key: string; item: Item } | { key: null; version: number };

const withItem = (state: State, key: string, item: Item): State => ({
  ...state,
  items: new Map(state.items).set(key, item),
});

/** A push without a key only says that much has changed. */
const merged =
  (push: Push): Change<State> =>
  (state) => {
    if (push.key === null) return push.version > state.base ? null : state;
    const known = state.items.get(push.key)?.version ?? 0;
    return push.item.version > known ? withItem(state, push.key, push.item) : state;
  };

const names = ["a", "b", "c"];

/** The server, a page that follows it, and the weather between them. */
class World {
  readonly dice;
  readonly weather;
  readonly query: LiveQuery<State>;
  truth: State = { base: 0, items: new Map() };
  asks = 0;
  /** What may be a reason to ask. */
  reasons = 0;
  /** Edits that wait, in the order in which they were made. */
  waiting: Array<{ key: string; value: number }> = [];
  /** What the server was told, by key. */
  readonly told = new Map<string, number[]>();
  readonly said = new Map<string, number[]>();
  /** Of each key the newest version that was shown since it is open. */
  seen = new Map<string, number>();
  sending = new Set<string>();
  followers: Array<() => void> = [];
  made = 0;
  hear: (push: Push) => void = () => undefined;

  constructor(seed: number) {
    this.dice = dice(seed);
    this.weather = new Weather(this.dice);
    this.query = createLiveQuery<State>({
      ask: async () => {
        this.asks++;
        const answer = await this.weather.request(() => this.truth);
        return () => answer;
      },
      listen: ({ change }) => {
        this.hear = (push) => {
          // Too old for it once at the most, then it has been asked for.
          if (push.key === null) this.reasons++;
          change(merged(push));
        };
        return [
          () => {
            this.hear = () => undefined;
            this.seen.clear();
          },
        ];
      },
      linger: 0,
      resync: (listener) =>
        this.weather.resync(() => {
          this.reasons++;
          listener();
        }),
    });
  }

  get isOpen(): boolean {
    return this.followers.length > 0;
  }

  set(key: string, value: number): Item {
    const version = this.truth.base + 1;
    const item = { value, version };
    this.truth = { ...withItem(this.truth, key, item), base: version };
    this.weather.push(() => this.hear({ key, item }));
    return item;
  }

  /** So much that it is not said what. */
  setAll(): void {
    const version = this.truth.base + 1;
    const items = new Map(names.map((key) => [key, { value: this.dice.below(100), version }]));
    this.truth = { base: version, items };
    this.weather.push(() => this.hear({ key: null, version }));
  }

  follow(): void {
    if (!this.isOpen) this.reasons++;
    let isFollowing = true;
    const stop = this.query.subscribe(() => expect(isFollowing).toBe(true));
    this.followers.push(() => {
      isFollowing = false;
      stop();
    });
  }

  edit(key: string): void {
    const edit = { key, value: 1_000 + ++this.made };
    const { value } = edit;
    this.waiting.push(edit);
    this.said.set(key, [...(this.said.get(key) ?? []), value]);
    const over = () => (this.waiting = this.waiting.filter((one) => one !== edit));
    this.query
      .edit({
        key,
        show: (state) => withItem(state, key, { value, version: state.items.get(key)?.version ?? 0 }),
        send: async () => {
          expect(this.sending).not.toContain(key);
          this.sending.add(key);
          return this.weather
            .request(() => {
              this.told.set(key, [...(this.told.get(key) ?? []), value]);
              if (this.dice.chance(0.3)) throw new Problem("conflict", "not so");
              return this.set(key, value);
            })
            .finally(() => this.sending.delete(key));
        },
        kept: (item) => {
          if (this.isOpen) this.seen.set(key, Math.max(item.version, this.seen.get(key) ?? 0));
          return merged({ key, item });
        },
      })
      .then(over, (error) => {
        expect(error).toBeInstanceOf(Problem);
        over();
      });
  }

  /** Something that happens by itself. */
  act(): void {
    const key = names[this.dice.below(names.length)] ?? "";
    const what = this.dice.below(12);
    if (what < 3) this.set(key, this.dice.below(100));
    else if (what < 4) this.setAll();
    else if (what < 6) this.edit(key);
    else if (what < 8) this.follow();
    else if (what < 9) this.followers.splice(this.dice.below(this.followers.length), 1)[0]?.();
    else if (what < 10) this.weather.break();
    else if (what < 11) this.weather.heal();
    else {
      if (this.isOpen) this.reasons++;
      void this.query.reload();
    }
  }

  check(): void {
    const view = this.query.get();
    if (!this.isOpen) expect(view.status).toBe("loading");
    const state = stateOf(view);
    for (const key of state ? names : []) {
      const latest = this.waiting.findLast((one) => one.key === key);
      const shown = state?.items.get(key);
      if (latest) expect(shown?.value).toBe(latest.value);
      // Nothing that was shown, or was kept, is undone by something older.
      const version = shown?.version ?? 0;
      expect(version).toBeGreaterThanOrEqual(this.seen.get(key) ?? 0);
      this.seen.set(key, version);
    }
    expect(this.asks).toBeLessThanOrEqual(this.reasons);
  }
}

describe("a live query", () => {
  it("ends as the server has it, whatever the weather, and shows what was changed here meanwhile", async () => {
    for (let seed = 1; seed <= 120; seed++) {
      const world = new World(seed);
      const live = async (steps: number) => {
        for (let i = 0; i < steps; i++) {
          if (world.dice.chance(0.5)) world.act();
          await world.weather.step();
          world.check();
        }
      };
      await live(50);
      world.weather.calmDown();
      await live(20);
      if (!world.isOpen) world.follow();
      await world.weather.allArrives();
      world.check();
      expect(world.waiting, `seed ${seed}`).toEqual([]);
      expect(stateOf(world.query.get())?.items, `seed ${seed}`).toEqual(world.truth.items);
      for (const [key, told] of world.told)
        expect(told, `seed ${seed}`).toEqual(world.said.get(key)?.filter((one) => told.includes(one)));
    }
  }, 60_000);
});

type Numbers = ReadonlyArray<number>;

/** A query whose asks are answered by hand. */
function byHand(options: { linger?: number; initial?: Numbers } = {}) {
  const asks: Array<{
    answer: (state: Numbers) => Promise<void>;
    fail: (problem: Problem) => Promise<void>;
  }> = [];
  const stopped = vi.fn();
  const query = createLiveQuery<Numbers>({
    ask: () =>
      new Promise((resolve, reject) =>
        asks.push({
          answer: (state) => (resolve(() => state), settled()),
          fail: (problem) => (reject(problem), settled()),
        }),
      ),
    listen: () => [stopped],
    resync: () => () => undefined,
    ...options,
  });
  const told = vi.fn();
  return { asks, stopped, query, told, leave: query.subscribe(told), state: () => stateOf(query.get()) };
}
const adding = (one: number) => (state: Numbers) => (state.includes(one) ? state : [...state, one]);

describe("asking", () => {
  it("fails only where nothing is shown, and may be tried again", async () => {
    const { asks, query } = byHand();
    await asks[0]?.fail(new Problem("unavailable", "Later."));
    expect(query.get()).toMatchObject({ status: "failed", problem: { code: "unavailable" } });
    void query.reload(60_000);
    expect(query.get().status).toBe("loading");
    await asks[1]?.answer([1]);
    void query.reload();
    await asks[2]?.fail(new Problem("unavailable", "Later."));
    expect(query.get()).toEqual({ status: "ready", state: [1] });
    void query.reload(60_000);
    expect(asks).toHaveLength(4);
    void query.reload(60_000);
    expect(asks).toHaveLength(4);
  });

  it("happens once more, not a hundred times, for pushes that only say that very much has changed", async () => {
    const { asks, query, state } = byHand();
    const tooOld = () => null;
    query.change(tooOld);
    expect(asks).toHaveLength(1);
    await asks[0]?.answer([1]);
    expect(asks).toHaveLength(1 + 1);
    for (let i = 0; i < 100; i++) query.change(tooOld);
    query.change(adding(2));
    expect(asks).toHaveLength(2);
    await asks[1]?.answer([1, 3]);
    expect(state()).toEqual([1, 3, 2]);
    await asks[2]?.answer([3, 4]);
    expect([asks.length, state()]).toEqual([3, [3, 4]]);
    query.change(tooOld);
    expect(asks).toHaveLength(4);
  });

  it("goes on until it is answered, once it is known that what is shown is too old", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { asks, query, state, leave } = byHand({ linger: 0 });
    await asks[0]?.answer([1]);
    query.change(() => null);
    await asks[1]?.fail(new Problem("unavailable", "Later."));
    query.change(adding(2));
    expect([asks.length, state()]).toEqual([2, [1, 2]]);
    vi.advanceTimersByTime(2_000);
    expect(asks).toHaveLength(3);
    await asks[2]?.fail(new Problem("unavailable", "Later."));
    vi.advanceTimersByTime(1_000);
    expect(asks, "each time later").toHaveLength(3);
    vi.advanceTimersByTime(3_000);
    await asks[3]?.answer([1, 2, 3]);
    expect([asks.length, state()]).toEqual([4, [1, 2, 3]]);
    vi.runAllTimers();
    expect(asks, "answered").toHaveLength(4);
    query.change(() => null);
    await asks[4]?.fail(new Problem("unavailable", "Later."));
    leave();
    vi.runAllTimers();
    expect(asks, "closed").toHaveLength(5);
  });

  it("may begin with something: changes come at once, and what failed is asked for again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { asks, state } = byHand({ initial: [7] });
    expect(state()).toEqual([7]);
    await asks[0]?.fail(new Problem("unavailable", "Later."));
    expect([asks.length, state()]).toEqual([1, [7]]);
    vi.advanceTimersByTime(2_000);
    await asks[1]?.answer([1]);
    expect([asks.length, state()]).toEqual([2, [1]]);
  });

  it("tells nobody of a change that changes nothing", async () => {
    const { asks, query, told } = byHand();
    await asks[0]?.answer([1]);
    void query.edit({ key: "x", show: adding(9), send: () => new Promise(() => undefined) });
    told.mockClear();
    query.change(adding(1));
    expect(told).not.toHaveBeenCalled();
    query.change(adding(2));
    expect(told).toHaveBeenCalledOnce();
  });
});

describe("being open", () => {
  it("lasts a while longer than the last follower, and ends with all that was known", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { asks, query, stopped, leave } = byHand({ linger: 1_000 });
    const letGo = query.hold();
    await asks[0]?.answer([1]);
    leave();
    leave();
    vi.advanceTimersByTime(5_000);
    expect(query.get().status).toBe("ready");
    letGo();
    vi.advanceTimersByTime(900);
    const back = query.subscribe(() => undefined);
    vi.advanceTimersByTime(5_000);
    expect([query.get().status, asks.length, stopped.mock.calls.length]).toEqual(["ready", 1, 0]);
    back();
    vi.advanceTimersByTime(1_000);
    expect([query.get().status, stopped.mock.calls.length]).toEqual(["loading", 1]);
    await query.reload();
    expect(asks).toHaveLength(1);
    query.hold();
    expect(asks).toHaveLength(2);
  });

  it("may be for good, until it is closed; a late answer then counts for nothing", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { asks, query, stopped, leave } = byHand({ linger: Infinity });
    await asks[0]?.answer([1]);
    leave();
    vi.runAllTimers();
    expect(query.get().status).toBe("ready");
    void query.reload();
    query.close();
    await asks[1]?.answer([2]);
    expect([query.get().status, stopped.mock.calls.length]).toEqual(["loading", 1]);
  });
});

describe("an edit", () => {
  it("is shown at once, waits for the one before it, and goes when it failed", async () => {
    const { asks, query, state } = byHand();
    const sent: string[] = [];
    const answers: Array<{ keep: () => void; refuse: () => void }> = [];
    const edit = (one: number) =>
      query
        .edit({
          key: "x",
          show: adding(one),
          send: () => {
            sent.push(`${one}`);
            return new Promise<void>((keep, refuse) =>
              answers.push({ keep, refuse: () => refuse(new Error("secret")) }),
            );
          },
        })
        .then(
          () => sent.push(`${one} kept`),
          (error: unknown) => sent.push(`${one} ${error instanceof Problem ? error.code : "?"}`),
        );
    void edit(2);
    await asks[0]?.answer([1]);
    expect(state()).toEqual([1, 2]);
    void edit(3);
    void edit(4);
    await settled();
    expect([state(), sent]).toEqual([[1, 2, 3, 4], ["2"]]);
    answers[0]?.refuse();
    await settled();
    expect([state(), sent]).toEqual([
      [1, 3, 4],
      ["2", "2 internal", "3"],
    ]);
    answers[1]?.keep();
    await settled();
    void edit(5);
    await settled();
    expect(sent).toEqual(["2", "2 internal", "3", "3 kept", "4"]);
    void query.reload();
    answers[2]?.keep();
    await settled();
    answers[3]?.keep();
    await settled();
    // Asked before 4 and 5 were kept.
    await asks[1]?.answer([1, 3]);
    expect(state()).toEqual([1, 3, 4, 5]);
  });
});

describe("edits of somebody who has signed out", () => {
  it("are not sent as whoever signed in after them", async () => {
    const user = { id: "ada", name: "Ada", email: "ada@example.org", roles: [] };
    session.set({ status: "in", user, expiresAt: Number.MAX_SAFE_INTEGER });
    const { asks, query } = byHand();
    await asks[0]?.answer([1]);
    const sent: number[] = [];
    const answers: Array<() => void> = [];
    const edit = (one: number) =>
      query.edit({
        key: "x",
        show: adding(one),
        send: () => (sent.push(one), new Promise<void>((done) => answers.push(done))),
      });
    const first = edit(2);
    const second = edit(3);
    await settled();
    session.set({ status: "in", user: { ...user, id: "ben" }, expiresAt: Number.MAX_SAFE_INTEGER });
    answers[0]?.();
    await first;
    await expect(second).rejects.toMatchObject({ code: "unauthenticated" });
    expect(sent).toEqual([2]);
    session.set({ status: "out" });
  });
});
