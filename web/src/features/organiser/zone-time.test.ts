import { describe, expect, it } from "vitest";

import { oddTimeWords } from "./odd-time";
import { instantOf, keptInstant, later, localOf, oddTime } from "./zone-time";

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

  it("proposes later on the same clock", () => {
    expect(later("2026-11-28T23:30", 45)).toBe("2026-11-29T00:15");
    expect(later("", 45)).toBe("");
  });
});

describe("a time that clocks jump over, or show twice", () => {
  const plain = (text: string) => text.replace(/[\u2068\u2069]/gu, "");
  it.each([
    [
      "2027-03-28T02:30",
      "Europe/Brussels",
      "02:30 does not exist on Sunday 28 March 2027 in Brussels: clocks go from 02:00 to 03:00. 03:30 is saved.",
    ],
    [
      "2026-10-25T02:30",
      "Europe/Brussels",
      "02:30 comes twice on Sunday 25 October 2026 in Brussels: clocks go back from 03:00 to 02:00. The first is saved.",
    ],
    [
      "2026-11-01T01:00",
      "America/New_York",
      "01:00 comes twice on Sunday 1 November 2026 in New York: clocks go back from 02:00 to 01:00. The first is saved.",
    ],
    [
      "2026-10-04T02:15",
      "Australia/Lord_Howe",
      "02:15 does not exist on Sunday 4 October 2026 in Lord Howe: clocks go from 02:00 to 02:30. 02:45 is saved.",
    ],
    [
      "2026-04-05T01:45",
      "Australia/Lord_Howe",
      "01:45 comes twice on Sunday 5 April 2026 in Lord Howe: clocks go back from 02:00 to 01:30. The first is saved.",
    ],
  ])("%s in %s has its sentence", (local, zone, sentence) => {
    expect(plain(oddTimeWords(local, zone))).toBe(sentence);
  });

  it.each([
    ["2027-03-28T01:59", "Europe/Brussels"],
    ["2027-03-28T03:00", "Europe/Brussels"],
    ["2026-10-25T01:59", "Europe/Brussels"],
    ["2026-10-25T03:00", "Europe/Brussels"],
    ["2026-04-05T02:00", "Australia/Lord_Howe"],
    ["2026-10-25T02:30", "Asia/Tokyo"],
    ["", "Europe/Brussels"],
  ])("%s in %s has none", (local, zone) => {
    expect(oddTimeWords(local, zone)).toBe("");
  });

  it("says so of every such minute and of no other", () => {
    const zones = ["Europe/Brussels", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"];
    const days = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"];
    for (const zone of zones)
      for (const day of days) {
        // What clocks there show, minute by minute: each minute of the day once, but for those this is about.
        const seen = new Map<string, number>();
        const first = Date.parse(`${day}T00:00Z`) - 26 * 3_600_000;
        for (let i = 0; i < 64 * 12; i++) {
          const local = localOf(first + i * 300_000, zone);
          seen.set(local, (seen.get(local) ?? 0) + 1);
        }
        for (let i = 0; i < 24 * 12; i++) {
          const local = `${day}T${new Date(i * 300_000).toISOString().slice(11, 16)}`;
          const times = seen.get(local) ?? 0;
          const kind = times === 0 ? "skipped" : times > 1 ? "twice" : undefined;
          expect(oddTime(local, zone)?.kind, `${local} in ${zone}`).toBe(kind);
        }
      }
  });

  it("keeps the second of two that is saved, and says that it is the second", () => {
    const saved = "2026-10-25T01:30:00.000Z";
    const local = localOf(saved, "Europe/Brussels");
    expect(local).toBe("2026-10-25T02:30");
    expect(keptInstant(local, "Europe/Brussels", saved)).toBe(saved);
    expect(oddTime(local, "Europe/Brussels", saved)?.kept).toBe("second");
    expect(keptInstant("2026-10-25T02:30", "Europe/Brussels")).toBe("2026-10-25T00:30:00.000Z");
    expect(keptInstant("2026-10-25T04:30", "Europe/Brussels", saved)).toBe("2026-10-25T03:30:00.000Z");
  });
});
