import { act, render, renderHook, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { LiveRegion } from "@/components/ui/live-region";

import { RoomServer } from "./testing";
import { useAnnounced } from "./use-announced";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A room that somebody listens to; `pass` lets time pass, `said` is what was heard since it was asked last. */
function listen() {
  const server = new RoomServer();
  const people = new Map([["ben", { id: "ben", name: "Ben", headline: "" }]]);
  const view = () => ({ messages: [...server.messages], revision: server.revision });
  server.send("ben", "before", "before anybody listened");
  render(<LiveRegion />);
  const { rerender } = renderHook(() => useAnnounced("me", people, view()));
  let n = 0;
  return {
    send: (who: string, body: string) => {
      server.send(who, `m${++n}`, body);
      rerender();
    },
    draw: () => rerender(),
    pass: (ms: number) => act(() => vi.advanceTimersByTime(ms)),
    said: () => screen.getByRole("status").textContent,
  };
}

it("says one message in words, after a pause", () => {
  const { send, pass, said } = listen();
  send("ben", "Hello");
  expect(said()).not.toContain("Hello");
  pass(2_500);
  expect(said()).toBe("Ben: Hello");
});

it("speaks every few seconds in a room that is never quiet", () => {
  const { send, pass, said } = listen();
  const heard: (string | null)[] = [];
  for (let second = 0; second < 60; second++) {
    send("ben", `line ${second}`);
    pass(1_000);
    if (said() !== heard.at(-1)) heard.push(said());
  }
  expect(heard.filter((words) => words?.includes("new messages")).length).toBeGreaterThanOrEqual(9);
});

it("does not begin to wait anew when the log is drawn again for something else", () => {
  const { send, draw, pass, said } = listen();
  send("ben", "Are you there?");
  for (let i = 0; i < 5; i++) {
    pass(600);
    draw();
  }
  expect(said()).toBe("Ben: Are you there?");
});

it("says nothing of my own", () => {
  const { send, pass, said } = listen();
  const before = said();
  send("me", "It is me");
  pass(10_000);
  expect(said()).toBe(before);
});
