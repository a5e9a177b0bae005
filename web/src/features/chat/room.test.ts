import { describe, expect, it } from "vitest";

import { Problem } from "@/lib/problem";

import { createRoom } from "./room";
import { RoomServer, settle } from "./testing";

describe("a room that was refused", () => {
  it("is joined when it is asked for again while its history is still being read", async () => {
    const server = new RoomServer();
    server.send("other", "m1", "hello");
    let refused = true;
    let read: () => void = () => undefined;
    const room = createRoom("room", {
      join: async (_, after) => {
        if (refused) throw new Problem("forbidden", "No.");
        return server.join(after);
      },
      leave: () => undefined,
      history: () => new Promise((done) => (read = () => done(server.history(null)))),
      read: async () => undefined,
      sleep: async () => undefined,
    });
    void room.sync();
    await settle();
    expect(room.store.get().refused?.code).toBe("forbidden");
    refused = false;
    void room.sync();
    read();
    await settle();
    expect([room.store.get().refused, room.store.get().messages.length]).toEqual([null, 1]);
  });
});

describe("a room that the server cannot serve just now", () => {
  it("is joined as soon as it is asked for again, whatever was left to wait", async () => {
    const server = new RoomServer();
    server.send("other", "m1", "hello");
    let busy = true;
    const waits: number[] = [];
    const room = createRoom("room", {
      join: async (_, after) => {
        if (busy) throw new Problem("unavailable", "Later.");
        return server.join(after);
      },
      leave: () => undefined,
      history: async () => [],
      read: async () => undefined,
      sleep: (ms) => {
        waits.push(ms);
        return new Promise(() => undefined);
      },
    });
    void room.sync();
    await settle();
    expect([waits.length, room.store.get().messages.length]).toEqual([1, 0]);
    busy = false;
    void room.sync();
    await settle();
    expect([waits.length, room.store.get().messages.length]).toEqual([1, 1]);
  });
});

it("is joined once, although the connection begins while it is asked for", async () => {
  const server = new RoomServer();
  server.send("other", "m1", "hello");
  const asked: (() => void)[] = [];
  const room = createRoom("room", {
    join: (_, after) => new Promise((done) => asked.push(() => done(server.join(after)))),
    leave: () => undefined,
    history: async () => [],
    read: async () => undefined,
    sleep: async () => undefined,
  });
  void room.sync();
  room.goOn();
  asked.forEach((answer) => answer());
  await settle();
  room.goOn();
  expect([asked.length, room.store.get().messages.length]).toEqual([1, 1]);
});
