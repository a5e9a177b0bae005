import { describe, expect, it } from "vitest";

import { mergePresence, presenceOf } from "./presence";

const push = (count: number, joined: string[], left: string[], eventId = "e1") => ({
  eventId,
  count,
  joined,
  left,
});

describe("who is here", () => {
  const state = presenceOf({ eventId: "e1", count: 2, here: ["a", "b"] }, "me");

  it("begins with everybody and oneself", () => {
    expect(state).toEqual({ eventId: "e1", count: 3, people: new Set(["a", "b", "me"]) });
    expect(presenceOf({ eventId: "e1", count: 0, here: [] }, "me").count).toBe(1);
  });

  it("keeps the count of a crowd too large to be named", () => {
    expect(presenceOf({ eventId: "e1", count: 9_000, here: ["a"] }, "me").count).toBe(9_000);
  });

  it("follows who comes and goes; the server counts", () => {
    const after = mergePresence(state, push(3, ["c"], ["a"]));
    expect(after.people).toEqual(new Set(["b", "me", "c"]));
    expect(after.count).toBe(3);
  });

  it("is the same after the same push twice", () => {
    const once = mergePresence(state, push(3, ["c"], ["a"]));
    expect(mergePresence(once, push(3, ["c"], ["a"]))).toEqual(once);
  });

  it("ignores another event, also before anything is known", () => {
    expect(mergePresence(state, push(9, ["x"], [], "e2"))).toBe(state);
  });
});
