import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createRetry } from "./retry";
import { connection } from "./socket";

const become = (status: "connected" | "reconnecting") => connection.set({ status, since: 0 });

/** Whether somebody looks at the page. */
function look(visible: boolean): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visible ? "visible" : "hidden");
  document.dispatchEvent(new Event("visibilitychange"));
}

let tried: number;
const again = () => void tried++;
beforeEach(() => {
  vi.useFakeTimers();
  tried = 0;
  become("reconnecting");
});
afterEach(() => {
  vi.useRealTimers();
  connection.set({ status: "idle", since: 0 });
});

describe("what is tried again later", () => {
  it("waits longer each time", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const retry = createRetry(again);
    for (const wait of [1_000, 2_000, 4_000]) {
      retry.later();
      retry.later(); // it waits already
      vi.advanceTimersByTime(wait - 1);
      expect(retry.isWaiting()).toBe(true);
      vi.advanceTimersByTime(1);
      expect(retry.isWaiting()).toBe(false);
    }
    expect(tried).toBe(3);
  });

  it.each([
    ["the connection is back", () => become("connected")],
    ["the network is back", () => window.dispatchEvent(new Event("online"))],
    ["somebody looks at the page again", () => look(true)],
  ])("does not wait any longer when %s, and is tried once for it", (_, chance) => {
    const retry = createRetry(again);
    retry.later();
    look(false);
    become("reconnecting");
    expect(tried).toBe(0);
    chance();
    expect([tried, retry.isWaiting()]).toEqual([1, false]);
    chance();
    vi.runAllTimers();
    expect(tried).toBe(1);
  });

  it("is not tried when it was stopped", () => {
    const retry = createRetry(again);
    retry.later();
    retry.stop();
    become("connected");
    window.dispatchEvent(new Event("online"));
    look(true);
    vi.runAllTimers();
    expect([tried, retry.isWaiting()]).toEqual([0, false]);
  });
});
