import { describe, expect, it } from "vitest";

import { instantOf, later, localOf, zones } from "./zone-time";

describe("an event's clock", () => {
  it.each([
    ["2026-11-28T09:00", "Europe/Lisbon", "2026-11-28T09:00:00.000Z"],
    ["2026-07-01T09:00", "Europe/Lisbon", "2026-07-01T08:00:00.000Z"],
    ["2026-11-28T00:15", "Asia/Kathmandu", "2026-11-27T18:30:00.000Z"],
    ["2026-11-28T23:30", "America/Los_Angeles", "2026-11-29T07:30:00.000Z"],
    ["2026-11-28T09:00", "Pacific/Kiritimati", "2026-11-27T19:00:00.000Z"],
  ])("%s in %s is %s, and back", (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
    expect(localOf(instant, zone)).toBe(local);
  });

  it("takes the earlier of two, and skips what no clock shows", () => {
    expect(instantOf("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
    expect(instantOf("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
    expect(instantOf("2026-11-01T01:30", "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
  });

  it("knows what is no time", () => {
    for (const text of ["", "2026-11-28", "2026-13-40T10:00", "tomorrow"])
      expect(instantOf(text, "UTC")).toBeNull();
  });

  it("offers the event's zone and UTC whatever the browser knows", () => {
    expect(zones("Moon/Base")).toEqual(expect.arrayContaining(["UTC", "Moon/Base", "Europe/Lisbon"]));
  });

  it("proposes later on the same clock", () => {
    expect(later("2026-11-28T23:30", 45)).toBe("2026-11-29T00:15");
    expect(later("", 45)).toBe("");
  });
});
