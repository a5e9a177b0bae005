import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createStore } from "@/lib/store";

import { emptyRoom, joined, readUpTo, received } from "./room-state";
import { RoomServer } from "./testing";
import { holds, unreadOf } from "./unread";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A room that was read up to here, what is told of it, and how often. */
function followed(readSeq = 1) {
  const server = new RoomServer();
  server.send("other", "m1", "hello");
  const room = createStore(joined(emptyRoom, { ...server.join(null), readSeq }));
  const unread = unreadOf(room, "me");
  const told: number[] = [];
  const stop = unread.subscribe(() => told.push(unread.get()));
  let count = 1;
  const comes = (from = "other") =>
    room.set(received(room.get(), server.send(from, `m${++count}`, "and more")));
  const read = () => room.set(readUpTo(room.get(), count));
  return { told, comes, read, stop };
}

it("tells of what waits, once it has waited, all together", () => {
  const { told, comes } = followed();
  comes();
  comes();
  expect(told).toEqual([]);
  vi.advanceTimersByTime(holds);
  expect(told).toEqual([2]);
});

it("tells nobody of what is read as it comes", () => {
  const { told, comes, read } = followed();
  for (let n = 0; n < 50; n++) {
    comes();
    vi.advanceTimersByTime(holds / 2);
    read();
    vi.advanceTimersByTime(holds / 2);
  }
  expect(told).toEqual([]);
});

it("tells at once that nothing waits any more", () => {
  const { told, comes, read } = followed();
  comes();
  vi.advanceTimersByTime(holds);
  read();
  expect(told).toEqual([1, 0]);
});

it("counts neither my own, nor what was said before I first came", () => {
  const { told, comes } = followed(0);
  comes("me");
  vi.advanceTimersByTime(holds);
  comes();
  vi.advanceTimersByTime(holds);
  expect(told).toEqual([1]);
});

it("tells nothing after it was let go", () => {
  const { told, comes, stop } = followed();
  comes();
  stop();
  vi.advanceTimersByTime(holds);
  expect([told, vi.getTimerCount()]).toEqual([[], 0]);
});
