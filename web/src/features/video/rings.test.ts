import { describe, expect, it } from "vitest";

import { expired, loaded, rang, ringsFor, silence, stopped } from "./rings";

const ids = (rings: typeof silence) => rings.ringing.map((ring) => ring.callId);

describe("what rings", () => {
  it("rings once, and never again when it was stopped", () => {
    const one = rang(silence, "a", 0);
    expect(rang(one, "a", 5)).toBe(one);
    const quiet = stopped(one, "a");
    expect(ids(quiet)).toEqual([]);
    expect(rang(quiet, "a", 10)).toBe(quiet);
    expect(stopped(quiet, "a")).toBe(quiet);
  });

  it("stops before it began, when the pushes cross", () => {
    expect(ids(rang(stopped(silence, "a"), "a", 0))).toEqual([]);
    expect(ids(loaded(stopped(silence, "a"), ["a"], silence, 0))).toEqual([]);
  });

  it("rings out by itself", () => {
    const one = rang(silence, "a", 0);
    expect(expired(one, ringsFor - 1)).toBe(one);
    expect(ids(expired(one, ringsFor))).toEqual([]);
  });

  it("takes what the server says, except what began meanwhile", () => {
    const before = rang(silence, "old", 0);
    const now = rang(before, "new", 1);
    expect(ids(loaded(now, ["missed"], before, 2))).toEqual(["new", "missed"]);
    expect(ids(loaded(before, ["old"], before, 2))).toEqual(["old"]);
  });
});
