import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { personalKey } from "./personal";
import type * as sessionModule from "./session";

type Module = typeof sessionModule;
type Reply = { status?: number; body: unknown };

const user = { id: "u1", name: "Inês Carvalho", email: "ines@example.org", roles: [] };
/** Ten minutes from when it is asked for; `wrong` is how far the server's clock is from this browser's, in ms. */
const granted = (wrong = 0): Reply => ({
  get body() {
    return { user, expiresAt: new Date(Date.now() + wrong + 10 * 60_000).toISOString(), expiresIn: 600 };
  },
});
const refused = (code: string, status = 401): Reply => ({
  status,
  body: { error: { code, message: "No.", data: {} } },
});

let asked: string[];
let replies: Reply[];
let stops: (() => void)[];

/** A tab of its own: modules hold the state of one. */
async function tab(): Promise<Module> {
  vi.resetModules();
  return import("./session");
}

beforeEach(() => {
  asked = [];
  replies = [];
  stops = [];
  sessionStorage.clear();
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    await Promise.resolve();
    const reply = replies.shift() ?? refused("unavailable", 503);
    return new Response(JSON.stringify(reply.body), { status: reply.status ?? 200 });
  });
});

afterEach(() => {
  for (const stop of stops) stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What this browser has kept of people, as the pages keep it. */
function keep(...people: string[]): void {
  for (const person of people) {
    for (const kind of ["draft", "outbox", "matches"] as const)
      localStorage.setItem(personalKey(kind, person, "x"), "1");
    for (const kind of ["call", "peer"] as const) sessionStorage.setItem(personalKey(kind, person, "x"), "1");
  }
  localStorage.setItem("hallway.theme", "dark");
  localStorage.setItem("another.app", "1");
  sessionStorage.setItem("hallway.register.e1", "1");
}
const kept = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort();
const ofBrowser = ["another.app", "hallway.session", "hallway.theme"];
const ofUser = ["call", "draft", "matches", "outbox", "peer"].map((kind) => `hallway.${kind}.u1.x`);

describe("what is kept of a person", () => {
  it("is forgotten when they sign out", async () => {
    const { demo, logout } = await tab();
    replies = [granted(), { body: { ok: true } }];
    await demo({ persona: "attendee" });
    keep("u1", "u2");
    localStorage.setItem("hallway.draft.host", "of an earlier version, of nobody knows whom");
    await logout();
    expect(kept()).toEqual(ofBrowser);
  });

  it("stays when signing out did not reach the server", async () => {
    const { demo, logout } = await tab();
    replies = [granted()];
    await demo({ persona: "attendee" });
    keep("u1");
    await expect(logout()).rejects.toMatchObject({ code: "unavailable" });
    expect(kept()).toEqual(expect.arrayContaining(ofUser));
  });

  it("waits for them when their session merely ended, but not in the tab", async () => {
    const { demo, refreshSession } = await tab();
    replies = [granted(), refused("unauthenticated")];
    await demo({ persona: "attendee" });
    keep("u1");
    await refreshSession();
    expect(kept()).toEqual([...ofBrowser, ...ofUser.filter((key) => !/call|peer/u.test(key))].sort());
  });

  it("is forgotten when somebody else signs in, who keeps what is theirs", async () => {
    keep("u1", "u2");
    const { demo } = await tab();
    replies = [granted()];
    await demo({ persona: "attendee" });
    expect(kept()).toEqual([...ofBrowser, ...ofUser, "hallway.register.e1"].sort());
  });

  it("has no part of an agenda left on the device once they are gone", async () => {
    const forgotten: string[] = [];
    vi.stubGlobal("caches", {
      delete: async (name: string) => {
        await Promise.resolve();
        forgotten.push(name);
        return true;
      },
    });
    const { demo, logout } = await tab();
    replies = [granted(), { body: { ok: true } }];
    await demo({ persona: "attendee" });
    expect(forgotten).toEqual([]);
    await logout();
    expect(forgotten).toEqual(["hallway.kept"]);
  });

  it("has a place only while somebody is signed in", async () => {
    const { demo, keyOfMine } = await tab();
    expect(keyOfMine("draft", "host")).toBeNull();
    replies = [granted()];
    await demo({ persona: "attendee" });
    expect(keyOfMine("draft", "host")).toBe("hallway.draft.u1.host");
  });
});

describe("the session", () => {
  it("asks who is here once, and shares the answer with later tabs", async () => {
    const first = await tab();
    replies = [granted()];
    stops.push(first.startSession());
    expect(await first.freshSession()).toMatchObject({ status: "in", user });
    const second = await tab();
    stops.push(second.startSession());
    expect(second.session.get()).toMatchObject({ status: "in", user });
    expect(asked).toEqual(["/session/refresh"]);
  });

  it("is out when the refresh is refused, and does not ask again at the next page", async () => {
    const first = await tab();
    replies = [refused("unauthenticated")];
    stops.push(first.startSession());
    expect(await first.freshSession()).toEqual({ status: "out" });
    const second = await tab();
    stops.push(second.startSession());
    expect(second.session.get()).toEqual({ status: "out" });
    expect(asked).toHaveLength(1);
  });

  it("keeps who was here when nobody answers", async () => {
    const { demo, refreshSession, session } = await tab();
    replies = [granted(), refused("unavailable", 503)];
    await demo({ persona: "attendee" });
    await expect(refreshSession()).rejects.toMatchObject({ code: "unavailable", temporary: true });
    expect(session.get()).toMatchObject({ status: "in", user });
  });

  it("makes one request of many refreshes at once", async () => {
    const { refreshSession } = await tab();
    replies = [granted()];
    const all = await Promise.all([refreshSession(), refreshSession(), refreshSession()]);
    expect(asked).toHaveLength(1);
    expect(new Set(all).size).toBe(1);
  });

  it("refreshes before the token ends, and before a request with one that has ended", async () => {
    vi.useFakeTimers();
    const { demo, freshSession, session } = await tab();
    replies = [granted(), granted(), granted()];
    await demo({ persona: "attendee" });
    await vi.advanceTimersByTimeAsync(9 * 60_000 + 1);
    expect(asked).toEqual(["/session/demo", "/session/refresh"]);
    const now = session.get();
    // A laptop that slept: the clock has moved on, the timers have not.
    vi.setSystemTime((now.status === "in" ? now.expiresAt : 0) + 1);
    await freshSession();
    expect(asked).toHaveLength(3);
    expect(session.get()).toMatchObject({ status: "in", expiresAt: Date.now() + 10 * 60_000 });
  });

  const minute = 60_000;
  it.each([
    ["10 minutes behind", -10 * minute],
    ["10 minutes ahead", 10 * minute],
    ["a year behind", -365 * 24 * 60 * minute],
    ["a year ahead", 365 * 24 * 60 * minute],
  ])("lasts ten minutes and is refreshed once in them, with a clock that is %s", async (_, wrong) => {
    vi.useFakeTimers();
    const { demo, freshSession } = await tab();
    replies = Array.from({ length: 9 }, () => granted(-wrong));
    await demo({ persona: "attendee" });
    for (let at = 0; at < 30; at++) {
      await vi.advanceTimersByTimeAsync(minute);
      await freshSession();
    }
    expect(asked).toEqual(["/session/demo", ...Array.from({ length: 3 }, () => "/session/refresh")]);
    // And of a later page of the same browser.
    const later = await tab();
    stops.push(later.startSession());
    expect(later.session.get()).toMatchObject({ status: "in" });
    expect(asked).toHaveLength(4);
  });

  it("ends in time when the clock is put back meanwhile, here and on a later page", async () => {
    vi.useFakeTimers();
    const { demo, freshSession } = await tab();
    replies = [granted(), granted(), granted()];
    await demo({ persona: "attendee" });
    vi.setSystemTime(Date.now() - 60 * minute);
    const later = await tab();
    stops.push(later.startSession());
    await later.freshSession();
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(10 * minute);
    await freshSession();
    expect(asked.length).toBeGreaterThan(2);
  });

  it("says why signing in was refused", async () => {
    const { login } = await tab();
    replies = [refused("invalid", 400)];
    await expect(login({ email: "a@b.c", password: "x" })).rejects.toMatchObject({
      code: "invalid",
      message: "No.",
    });
  });

  it("signs out here and in the storage", async () => {
    const { demo, logout, session } = await tab();
    replies = [granted(), { body: { ok: true } }];
    await demo({ persona: "attendee" });
    await logout();
    expect(session.get()).toEqual({ status: "out" });
    expect(localStorage.getItem("hallway.session")).toContain('"out"');
  });
});
