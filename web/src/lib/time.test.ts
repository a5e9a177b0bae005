import { describe, expect, it } from "vitest";

import {
  clock,
  dayClock,
  dayKey,
  dayLong,
  dayShort,
  duration,
  friendly,
  offsetName,
  offsetOf,
  relative,
  sameClock,
  span,
  spanLong,
  zoneCity,
} from "./time";

const noon = "2026-11-21T12:00:00Z";
const after = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000);

describe("times for people", () => {
  it("shows clocks in the zone asked for", () => {
    expect(clock(noon, "Europe/Lisbon")).toBe("12:00");
    expect(clock(noon, "Europe/Brussels")).toBe("13:00");
    expect(clock("2026-11-21T00:05:00Z", "UTC")).toBe("00:05");
  });

  it("names days, and the day changes with the zone", () => {
    expect(dayShort(noon, "UTC")).toBe("Sat 21 Nov");
    expect(dayLong(noon, "UTC")).toBe("Saturday 21 November");
    expect(dayKey("2026-11-21T23:30:00Z", "Europe/Brussels")).toBe("2026-11-22");
    expect(dayClock(noon, after(60), "UTC")).toBe("12:00");
    expect(dayClock(noon, after(24 * 60), "UTC")).toBe("Sat 21 Nov, 12:00");
  });

  it("joins a start and an end", () => {
    expect(span(noon, after(50), "UTC")).toBe("12:00 to 12:50");
    expect(span(noon, after(24 * 60), "UTC")).toBe("Sat 21 Nov, 12:00 to Sun 22 Nov, 12:00");
  });

  it("is relative only when near", () => {
    expect(relative(after(5), noon)).toBe("in 5 min");
    expect(relative(after(-12), noon)).toBe("12 min ago");
    expect(relative(after(0.5), noon)).toBe("now");
    expect(relative(after(61), noon)).toBeNull();
    expect(friendly(after(90), noon, "UTC")).toBe("13:30");
  });

  it("says no end where there is none, and offsets where clocks go back within a span", () => {
    expect(span(noon, noon, "UTC")).toBe("12:00");
    expect(span("2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z", "Europe/Brussels")).toBe(
      "02:30 (UTC+2) to 02:15 (UTC+1)",
    );
    expect(span("2026-04-04T14:45:00Z", "2026-04-04T15:10:00Z", "Australia/Lord_Howe")).toBe(
      "01:45 (UTC+11) to 01:40 (UTC+10:30)",
    );
    expect(spanLong(noon, after(50), "UTC")).toBe("12:00 to 12:50, Saturday 21 November");
    expect(spanLong(noon, noon, "UTC")).toBe("12:00, Saturday 21 November");
    expect(spanLong(noon, after(24 * 60), "UTC")).toBe("Sat 21 Nov, 12:00 to Sun 22 Nov, 12:00");
  });

  it("knows offsets, and where two clocks show the same", () => {
    expect(offsetOf(noon, "Asia/Kathmandu")).toBe(345);
    expect(offsetName(noon, "America/St_Johns")).toBe("UTC-3:30");
    expect(offsetName(noon, "UTC", true)).toBe("UTC+00:00");
    const [from, to] = [Date.parse("2026-10-23T12:00:00Z"), Date.parse("2026-10-26T12:00:00Z")];
    expect(sameClock("Europe/Brussels", "Europe/Paris", from, to)).toBe(true);
    expect(sameClock("Europe/Brussels", "Africa/Johannesburg", from, from)).toBe(true);
    expect(sameClock("Europe/Brussels", "Africa/Johannesburg", from, to)).toBe(false);
  });

  it("counts days from a day on", () => {
    expect(duration(24 * 3_600_000)).toBe("1 d");
    expect(duration(51 * 3_600_000)).toBe("2 d 3 h");
    expect(duration(24 * 3_600_000 - 60_000)).toBe("23 h 59 min");
    expect(duration(48 * 3_600_000 - 60_000)).toBe("2 d");
  });

  it("never says 0 min", () => {
    expect(duration(1)).toBe("1 min");
    expect(duration(98 * 60_000)).toBe("1 h 38 min");
    expect(duration(120 * 60_000)).toBe("2 h");
  });

  it("survives a zone the browser does not know", () => {
    expect(clock(noon, "Mars/Olympus_Mons")).toMatch(/^\d\d:\d\d$/u);
    expect(zoneCity("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });
});
