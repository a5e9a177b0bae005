import { expect, it, vi } from "vitest";

import type { Fault, Outcomes } from "@/gen/sockets";
import { Problem } from "@/lib/problem";

import { createOutbox } from "./outbox";
import { RoomServer, settle } from "./testing";

it("waits as long as the server says, else longer each time", async () => {
  const server = new RoomServer();
  const waits: number[] = [];
  const refusals = [
    new Problem("too_many", "Slow down.", { retryAfter: 3 }),
    new Problem("unavailable", "Not now."),
    new Problem("unavailable", "Not now."),
  ];
  const sent = vi.fn();
  const outbox = createOutbox(
    "me",
    {
      send: ({ id, body }) => {
        const refusal = refusals.shift();
        return refusal ? Promise.reject(refusal) : Promise.resolve(server.send("me", id, body));
      },
      sendAll: () => Promise.reject(new Error("There is one message.")),
      connected: () => true,
      timesClosed: () => 0,
      onChance: () => () => undefined,
      storage: null,
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
      now: () => 1_700_000_000_000,
    },
    sent,
  );
  const stop = outbox.start();
  outbox.send("room", "hello");
  await vi.waitFor(() => expect(sent).toHaveBeenCalledOnce());
  expect(waits).toEqual([3_000, 2_000, 4_000]);
  stop();
});

const now = 1_700_000_000_000;

/** A page with storage of its own, on a connection that is closed by some messages and refuses others. */
function page(rules: { closes?: string; refuses?: string } = {}, stored: Record<string, string> = {}) {
  const server = new RoomServer();
  const kept = new Map(Object.entries(stored));
  const tried: string[] = [];
  let connected = true;
  let closings = 0;
  let onChance: () => void = () => undefined;
  const outbox = createOutbox(
    "me",
    {
      sendAll: async (_, messages) => {
        tried.push(messages.map(({ body }) => body).join(", "));
        await Promise.resolve();
        if (messages.some(({ body }) => body === rules.closes)) {
          closings++;
          connected = false;
        }
        if (!connected) throw new Problem("offline", "Away.");
        return messages.map(({ id, body }) =>
          body === rules.refuses
            ? { message: null, problem: new Problem("forbidden", "Not here.").toJSON() as Fault }
            : { message: server.send("me", id, body), problem: null },
        );
      },
      send: async ({ id, body }) => {
        tried.push(body);
        await Promise.resolve();
        if (body === rules.closes) {
          closings++;
          connected = false;
        }
        // Everything on its way goes with the connection.
        if (!connected) throw new Problem("offline", "Away.");
        if (body === rules.refuses) throw new Problem("forbidden", "Not here.");
        return server.send("me", id, body);
      },
      connected: () => connected,
      timesClosed: () => closings,
      onChance: (listener) => {
        onChance = listener;
        return () => undefined;
      },
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
        key: (index) => [...kept.keys()][index] ?? null,
        get length() {
          return kept.size;
        },
      },
      sleep: async () => {
        await settle();
        connected = true;
        onChance();
      },
      now: () => now,
    },
    () => undefined,
  );
  outbox.start();
  const said = () => server.messages.map((one) => one.body);
  const put = () => outbox.store.get().map((one) => [one.body, one.problem?.code ?? null]);
  return { outbox, said, put, tried, kept };
}

it("goes on after a message that is refused, which its author may send again, change or discard", async () => {
  const { outbox, said, put } = page({ refuses: "no" });
  for (const body of ["one", "no", "two"]) outbox.send("room", body);
  await vi.waitFor(() => expect(said()).toEqual(["one", "two"]));
  expect(put()).toEqual([["no", "forbidden"]]);
  const id = outbox.store.get()[0]?.id ?? "";
  outbox.retry(id);
  await vi.waitFor(() => expect(put()).toEqual([["no", "forbidden"]]));
  expect(outbox.take(id)).toBe("no");
  expect([put(), outbox.take(id)]).toEqual([[], null]);
});

it("puts aside the message that closes the connection, and only that one", async () => {
  const { outbox, said, put, tried } = page({ closes: "bang" });
  outbox.send("other", "bang");
  for (const body of ["one", "two", "three"]) outbox.send("room", body);
  await vi.waitFor(() => expect(said()).toEqual(["one", "two", "three"]));
  await vi.waitFor(() => expect(put()).toEqual([["bang", "invalid"]]));
  expect(tried.filter((body) => body === "bang")).toHaveLength(3);
});

it("sends no half of an emoji", async () => {
  const { outbox, said } = page();
  outbox.send("room", "cut \ud83d off");
  await vi.waitFor(() => expect(said()).toEqual(["cut  off"]));
});

it("heals what an older version kept, and touches nobody else's", async () => {
  const one = { id: "1", roomId: "room", body: "half \ud83d", at: 1, problem: null };
  const key = (id: string, owner = "me") => `hallway.outbox.${owner}.${id}`;
  const theirs = JSON.stringify({ ...one, body: "theirs" });
  const { said, put, kept } = page(
    {},
    {
      [key("1")]: JSON.stringify(one),
      [key("2")]: JSON.stringify({ ...one, id: "2", at: 1e300 }),
      [key("3")]: JSON.stringify({ text: "of some version" }),
      [key("4")]: "{",
      [key("5")]: JSON.stringify({ ...one, id: "5", at: 2, body: "x".repeat(100_000) }),
      [key("6")]: JSON.stringify({ ...one, id: "6", at: 3, body: "last" }),
      [key("1", "you")]: theirs,
    },
  );
  await vi.waitFor(() => expect(said()).toEqual(["half ", "last"]));
  expect(put()).toEqual([["x".repeat(16_000), "too_large"]]);
  expect([...kept.keys()].sort()).toEqual([key("5"), key("1", "you")]);
  expect(kept.get(key("1", "you"))).toBe(theirs);
});

/** A server that takes a burst and then three in a second, and a page that was away; time passes while it waits. */
function limited(burst: number) {
  const server = new RoomServer();
  const requests: number[] = [];
  const waits: number[] = [];
  let tokens = burst;
  let online = false;
  let onChance: () => void = () => undefined;
  let asleep: (() => void) | null = null;
  const take = ({ id, body }: { id: string; body: string }) => {
    if (tokens < 1) throw new Problem("too_many", "You write very fast.", { retryAfter: 1 });
    tokens -= 1;
    return server.send("me", id, body);
  };
  const outbox = createOutbox(
    "me",
    {
      send: (one) => {
        requests.push(1);
        return online ? Promise.resolve(one).then(take) : Promise.reject(new Problem("offline", "Away."));
      },
      sendAll: async (_, messages) => {
        requests.push(messages.length);
        await Promise.resolve();
        const outcomes: Outcomes["outcomes"][number][] = [];
        for (const one of messages)
          try {
            outcomes.push({ message: take(one), problem: null });
          } catch (error) {
            return [...outcomes, { message: null, problem: (error as Problem).toJSON() as Fault }];
          }
        return outcomes;
      },
      // The page thinks so: that nothing comes through is found out by trying.
      connected: () => true,
      timesClosed: () => 0,
      onChance: (listener) => {
        onChance = listener;
        return () => undefined;
      },
      storage: null,
      sleep: (ms) => {
        waits.push(ms);
        tokens = Math.min(burst, tokens + (3 * ms) / 1_000);
        return online ? Promise.resolve() : new Promise((done) => (asleep = done));
      },
      now: () => now + requests.length,
    },
    () => undefined,
  );
  outbox.start();
  const back = () => {
    online = true;
    onChance();
  };
  return { outbox, server, requests, waits, back, isAsleep: () => asleep !== null };
}

it("sends what waited in a few requests, in order and once, as fast as the server lets it", async () => {
  const { outbox, server, requests, waits, back, isAsleep } = limited(30);
  const all = Array.from({ length: 47 }, (_, n) => `line ${n + 1}`);
  for (const body of all) outbox.send("room", body);
  await vi.waitFor(() => expect(isAsleep()).toBe(true));
  back();
  await vi.waitFor(() => expect(outbox.store.get()).toEqual([]));
  expect(server.messages.map(({ body }) => body)).toEqual(all);
  expect(requests.length).toBeLessThan(12);
  // A second each for what is beyond the burst, three at a time; the wait of the break itself is cut short.
  expect(waits.slice(1)).toEqual(Array.from({ length: 6 }, () => 1_000));
});

it("does not wait out its back-off once the connection is there again", async () => {
  const { outbox, server, waits, back, isAsleep } = limited(30);
  outbox.send("room", "hello");
  await vi.waitFor(() => expect(isAsleep()).toBe(true));
  expect(server.messages).toEqual([]);
  back();
  await vi.waitFor(() => expect(server.messages.map(({ body }) => body)).toEqual(["hello"]));
  expect(waits).toHaveLength(1);
});
