import { describe, expect, it } from "vitest";

import { holding, mergeMute, type Mutes } from "./mutes";

const mute = (userId: string, until: string | null) => ({ eventId: "e", userId, until });

describe("who is muted", () => {
  it("follows mutes, longer ones and their end, however often they are told", () => {
    let mutes: Mutes = new Map([["ada", "2030-01-01T10:00:00Z"]]);
    mutes = mergeMute(mutes, mute("ben", "2030-01-01T11:00:00Z"));
    expect(mergeMute(mutes, mute("ben", "2030-01-01T11:00:00Z"))).toBe(mutes);
    mutes = mergeMute(mutes, mute("ada", "2030-01-01T12:00:00Z"));
    mutes = mergeMute(mutes, mute("ben", null));
    expect(mergeMute(mutes, mute("ben", null))).toBe(mutes);
    expect(Array.from(mutes)).toEqual([["ada", "2030-01-01T12:00:00Z"]]);
  });

  it("forgets a mute when its time is over", () => {
    const mutes: Mutes = new Map([
      ["ada", "2030-01-01T10:00:00Z"],
      ["ben", "2030-01-01T11:00:00Z"],
    ]);
    expect(holding(mutes, Date.parse("2030-01-01T09:00:00Z"))).toBe(mutes);
    expect(Array.from(holding(mutes, Date.parse("2030-01-01T10:00:00Z")).keys())).toEqual(["ben"]);
  });
});
