import { describe, expect, it } from "vitest";

import { expired, loaded, rang, ringsFor, silence, stopped } from "./rings";

const ids = (rings: typeof silence) => rings.ringing.map((ring) => ring.callId);
const first = (callId: string) => ({ callId, nth: 1 });

describe("what rings", () => {
  it("rings once, and never again when it was stopped", () => {
    const one = rang(silence, first("a"), 0);
    expect(rang(one, first("a"), 5)).toBe(one);
    const quiet = stopped(one, "a", 1);
    expect(ids(quiet)).toEqual([]);
    expect(rang(quiet, first("a"), 10)).toBe(quiet);
    expect(stopped(quiet, "a", 1)).toBe(quiet);
  });

  it("stops before it began, when the pushes cross", () => {
    expect(ids(rang(stopped(silence, "a"), first("a"), 0))).toEqual([]);
    expect(ids(rang(stopped(silence, "a", 1), first("a"), 0))).toEqual([]);
    expect(ids(loaded(stopped(silence, "a"), [first("a")], 0))).toEqual([]);
  });

  it("rings again when somebody rings again, until the call is over", () => {
    const declined = stopped(rang(silence, first("a"), 0), "a", 1);
    const again = rang(declined, { callId: "a", nth: 2 }, 9);
    expect(again.ringing).toEqual([{ callId: "a", nth: 2, until: 9 + ringsFor }]);
    expect(stopped(again, "a", 1)).toBe(again); // late, about the first time
    const ended = stopped(again, "a");
    expect(ids(rang(ended, { callId: "a", nth: 3 }, 10))).toEqual([]);
  });

  it("rings for longer when it is rung again meanwhile", () => {
    const twice = rang(rang(silence, first("a"), 0), { callId: "a", nth: 2 }, 9);
    expect(twice.ringing).toEqual([{ callId: "a", nth: 2, until: 9 + ringsFor }]);
  });

  it("rings out by itself", () => {
    const one = rang(silence, first("a"), 0);
    expect(expired(one, ringsFor - 1)).toBe(one);
    expect(ids(expired(one, ringsFor))).toEqual([]);
  });

  it("takes what the server says, and goes on with what it knew of it", () => {
    const before = rang(rang(silence, first("old"), 0), first("gone"), 0);
    const after = loaded(before, [first("missed"), first("old")], 2);
    expect(ids(after)).toEqual(["old", "missed"]);
    expect(after.ringing[0]?.until).toBe(ringsFor);
  });
});
