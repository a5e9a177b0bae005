import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type * as clockModule from "./server-clock";

let clock: typeof clockModule;
const minute = 60_000;

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers();
  clock = await import("./server-clock");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** An answer whose server is `off` ms from this browser's clock. */
const answer = (off: number) =>
  new Response(null, { headers: { date: new Date(Date.now() + off).toUTCString() } });

it.each([10 * minute, -10 * minute, 365 * 24 * 60 * minute, -365 * 24 * 60 * minute])(
  "is the server's time when the browser's is wrong by %d ms",
  (off) => {
    clock.hearServerTime(answer(off), Date.now());
    expect(Math.abs(clock.serverNow() - (Date.now() + off))).toBeLessThan(1_000);
    vi.advanceTimersByTime(minute);
    expect(Math.abs(clock.serverNow() - (Date.now() + off))).toBeLessThan(1_000);
  },
);

it("is the browser's own where it is right to some seconds, and is so again once it was put right", () => {
  const told = vi.fn();
  clock.onServerClock(told);
  clock.hearServerTime(answer(3_000), Date.now());
  expect(clock.serverNow()).toBe(Date.now());
  clock.hearServerTime(answer(minute), Date.now());
  expect(clock.serverNow()).not.toBe(Date.now());
  clock.hearServerTime(answer(0), Date.now());
  expect(clock.serverNow()).toBe(Date.now());
  expect(told).toHaveBeenCalledTimes(2);
});

it("does not believe an answer that was long on its way, nor one without a time", () => {
  clock.hearServerTime(answer(minute), Date.now() - 10_000);
  clock.hearServerTime(answer(minute), Date.now() + 10_000);
  clock.hearServerTime(new Response(null), Date.now());
  expect(clock.serverNow()).toBe(Date.now());
});

it("is asked for once, where no other answer had it", async () => {
  const fetch = vi.fn(() => Promise.resolve(answer(minute)));
  vi.stubGlobal("fetch", fetch);
  await clock.askServerTime();
  await clock.askServerTime();
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(clock.serverNow()).toBeGreaterThan(Date.now());
});
