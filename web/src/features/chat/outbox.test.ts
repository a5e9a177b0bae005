import { expect, it, vi } from "vitest";

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
      connected: () => true,
      timesClosed: () => 0,
      onConnection: () => () => undefined,
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
  let onConnection: () => void = () => undefined;
  const outbox = createOutbox(
    "me",
    {
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
      onConnection: (listener) => {
        onConnection = listener;
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
        onConnection();
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
