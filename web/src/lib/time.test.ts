import { describe, expect, it } from "vitest";

import {
  clock,
  dayClock,
  dayKey,
  dayLong,
  dayShort,
  duration,
  friendly,
  relative,
  span,
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
