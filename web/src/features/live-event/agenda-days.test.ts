import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { View } from "@/lib/live-query";
import { Problem } from "@/lib/problem";
import { createStore } from "@/lib/store";

import { createAgendaDays, groupsOf } from "./agenda-days";
import type { AgendaPart } from "./live-agenda";
import { isWhole, liveStateOf, type LiveAnswer, type LiveState } from "./live-state";

const day = (number: number, sessions: number) => ({
  day: `2026-11-0${number}`,
  sessions,
  startsAt: `2026-11-0${number}T09:00:00Z`,
  endsAt: `2026-11-0${number}T17:00:00Z`,
});
const days = [day(1, 150), day(2, 40), day(3, 300), day(4, 20), day(5, 20)];
const groups = [["2026-11-01", "2026-11-02"], ["2026-11-03"], ["2026-11-04", "2026-11-05"]];

const part = (version: number): AgendaPart => ({
  version,
  published: 1,
  stages: [],
  tracks: [],
  speakers: [],
  sessions: [],
});
const answer = (version: number, status: LiveAnswer["status"] = "published") =>
  ({
    id: "e1",
    status,
    version,
    nowNext: { eventId: "e1", now: [], next: [] },
    summary: { version, stages: 0, tracks: 0, speakers: 0, sessions: 530, days },
    agenda: part(version),
  }) as unknown as LiveAnswer;

/** A live query as far as days need one, and a server that answers when it is told to. */
function made(status?: LiveAnswer["status"]) {
  const view = createStore<View<LiveState>>({ status: "loading" });
  const asked: string[][] = [];
  const waiting: Array<{ give: (part: AgendaPart) => void; refuse: (error: unknown) => void }> = [];
  const state = () => {
    const shown = view.get();
    return shown.status === "ready" ? shown.state : expect.unreachable("is not there");
  };
  const show = (next: LiveState) => view.set({ status: "ready", state: next });
  const brought = createAgendaDays(
    {
      get: view.get,
      change: (change) => {
        show(change(state()) ?? state());
        brought.goOn();
      },
    },
    (group) => {
      asked.push(group);
      return new Promise((give, refuse) => waiting.push({ give, refuse }));
    },
  );
  return {
    brought,
    asked,
    state,
    show,
    ready: () => show(liveStateOf(answer(4, status), null)),
    next: () => waiting.shift(),
  };
}

/** What a browser keeps by `caches`. */
const shelf = new Map<string, string>();

beforeEach(() => {
  shelf.clear();
  const cache = {
    match: (path: string) => Promise.resolve(shelf.has(path) ? new Response(shelf.get(path)) : undefined),
    put: async (path: string, response: Response) => void shelf.set(path, await response.text()),
    keys: () => Promise.resolve(Array.from(shelf.keys(), (path) => new Request(`http://localhost${path}`))),
    delete: (path: string) => Promise.resolve(shelf.delete(path)),
  };
  vi.stubGlobal("caches", { open: () => Promise.resolve(cache) });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the days of an agenda", () => {
  it("are asked for in the same groups whoever asks, large ones alone", () => {
    expect(groupsOf(days)).toEqual(groups);
    expect(groupsOf([])).toEqual([]);
  });

  it("come when somebody wants them, first what is looked at, one group after the other", async () => {
    const { brought, asked, state, ready, next } = made();
    ready();
    brought.goOn();
    brought.want(["2026-11-03"]);
    await vi.waitFor(() => expect(asked).toEqual([groups[1]]));
    next()?.give(part(4));
    await vi.waitFor(() => expect(asked).toEqual([groups[1], groups[0]]));
    expect(state().missing).toEqual(new Set([...(groups[0] ?? []), ...(groups[2] ?? [])]));
    next()?.give(part(4));
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    next()?.give(part(4));
    await vi.waitFor(() => expect(isWhole(state())).toBe(true));
    expect(asked).toHaveLength(3);
  });

  it("come no further once nobody wants them", async () => {
    const { brought, asked, state, ready, next } = made();
    ready();
    brought.want([])();
    const leave = brought.want([]);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    leave();
    next()?.give(part(4));
    await vi.waitFor(() => expect(state().missing.size).toBe(3));
    expect(asked).toHaveLength(1);
  });

  it("say why they do not come, and are asked for again", async () => {
    vi.useFakeTimers();
    const { brought, asked, state, ready, next } = made();
    ready();
    brought.want([]);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    next()?.refuse(new Problem("unavailable", "Not now."));
    await vi.waitFor(() => expect(state().trouble?.message).toBe("Not now."));
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await vi.waitFor(() => expect(asked).toEqual([groups[0], groups[0]]));
    next()?.give(part(4));
    await vi.waitFor(() => expect(state().trouble).toBeNull());
  });

  it("are asked for again when an answer is older than what is known", async () => {
    vi.useFakeTimers();
    const { brought, asked, state, ready, next } = made();
    ready();
    brought.want([]);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    next()?.give(part(3));
    await vi.advanceTimersByTimeAsync(2_000);
    await vi.waitFor(() => expect(asked).toEqual([groups[0], groups[0]]));
    expect(state().missing.size).toBe(5);
  });

  it("are kept on this device by their version, and not asked for while that is the same", async () => {
    const first = made();
    first.ready();
    first.brought.want([]);
    for (const count of [1, 2, 3]) {
      await vi.waitFor(() => expect(first.asked).toHaveLength(count));
      first.next()?.give(part(4));
    }
    await vi.waitFor(() => expect(shelf.size).toBe(3));
    const second = made();
    second.ready();
    second.brought.want([]);
    await vi.waitFor(() => expect(isWhole(second.state())).toBe(true));
    expect(second.asked).toEqual([]);
    const later = made();
    later.show(liveStateOf(answer(5), null));
    later.brought.want([]);
    await vi.waitFor(() => expect(later.asked).toHaveLength(1));
    later.next()?.give(part(5));
    await vi.waitFor(() =>
      expect(Array.from(shelf.keys()).filter((path) => path.includes("5%20"))).toHaveLength(1),
    );
    expect(shelf.size).toBe(3);
  });

  it("of a draft are not kept: it is its makers' alone", async () => {
    const { brought, asked, state, ready, next } = made("draft");
    ready();
    brought.want([]);
    for (const count of [1, 2, 3]) {
      await vi.waitFor(() => expect(asked).toHaveLength(count));
      next()?.give(part(4));
    }
    await vi.waitFor(() => expect(isWhole(state())).toBe(true));
    expect(shelf.size).toBe(0);
  });

  it("that are shown are asked for anew for another version, if somebody still looks", async () => {
    const { brought, asked, state, ready, next } = made();
    ready();
    const leave = brought.want([]);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    next()?.give(part(4));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    const anew = brought.anew(state(), 5);
    await vi.waitFor(() => expect(asked).toEqual([groups[0], groups[1], groups[0]]));
    next()?.give(part(4));
    next()?.give(part(5));
    expect(await anew).toEqual([{ days: groups[0], part: part(5) }]);
    leave();
    expect(await brought.anew(state(), 6)).toEqual([]);
  });
});
