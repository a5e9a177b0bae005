import { describe, expect, it } from "vitest";

import { coverHeight, coverOf, coverPaths, coverTicks } from "./cover-marks";

const stages = [
  { id: "b", position: 1 },
  { id: "a", position: 0 },
];
const session = (stageId: string | null, startsAt: string, endsAt: string) => ({ stageId, startsAt, endsAt });
const agenda = [
  session("b", "2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z"),
  session("a", "2026-11-21T10:00:00Z", "2026-11-21T10:30:00Z"),
  session(null, "2026-11-21T12:00:00Z", "2026-11-21T13:00:00Z"),
  session("a", "2026-11-22T09:00:00Z", "2026-11-22T10:00:00Z"),
];
const at = (time: string) => Date.parse(time);

describe("coverOf", () => {
  it("draws the day that is on, rooms in their order and those without last", () => {
    const cover = coverOf(agenda, stages, "UTC", at("2026-11-21T11:00:00Z"));
    expect(cover).toEqual({
      start: at("2026-11-21T09:00:00Z"),
      minutes: 240,
      rows: 3,
      marks: [
        [1, 0, 60],
        [0, 60, 90],
        [2, 180, 240],
      ],
    });
  });

  it("draws the first day before, the next between, the last after", () => {
    const day = (time: string) => coverOf(agenda, stages, "UTC", at(time))?.start;
    expect(day("2026-01-01T00:00:00Z")).toBe(at("2026-11-21T09:00:00Z"));
    expect(day("2026-11-22T01:00:00Z")).toBe(at("2026-11-22T09:00:00Z"));
    expect(day("2027-01-01T00:00:00Z")).toBe(at("2026-11-22T09:00:00Z"));
  });

  it("splits days by the event's own clock", () => {
    const cover = coverOf(agenda, stages, "Asia/Tokyo", at("2026-11-21T09:00:00Z"));
    expect(cover?.marks).toHaveLength(3);
  });

  it("has no picture of nothing, and none wider than a day", () => {
    expect(coverOf([], stages, "UTC", 0)).toBeNull();
    const torn = coverOf([session("a", "2026-11-21T09:00:00Z", "2026-11-29T09:00:00Z")], stages, "UTC", 0);
    expect(torn?.minutes).toBe(1440);
    expect(torn?.marks).toEqual([[0, 0, 1440]]);
  });
});

describe("coverPaths", () => {
  const cover = coverOf(agenda, stages, "UTC", at("2026-11-21T09:00:00Z"))!;
  const count = (path: string) => path.split("M").length - 1;

  it("moves every mark from to come over on to past", () => {
    const kinds = (time: string) => {
      const { past, now, later } = coverPaths(cover, at(time), 720, 12);
      return [count(past), count(now), count(later)];
    };
    expect(kinds("2026-11-21T08:59:59Z")).toEqual([0, 0, 3]);
    expect(kinds("2026-11-21T09:00:00Z")).toEqual([0, 1, 2]);
    expect(kinds("2026-11-21T10:00:00Z")).toEqual([1, 1, 1]);
    expect(kinds("2026-11-21T13:00:00Z")).toEqual([3, 0, 0]);
  });

  it("stays within its box", () => {
    const { later } = coverPaths(cover, 0, 720, coverHeight(cover));
    for (const [, x, y, length] of later.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)/gu)) {
      expect(Number(x) + Number(length)).toBeLessThanOrEqual(720);
      expect(Number(y)).toBeLessThan(12);
    }
  });
});

it("marks even hours of the clock that is shown, clear of the ends and of now", () => {
  const cover = coverOf([session("a", "2026-11-21T08:30:00Z", "2026-11-21T17:30:00Z")], stages, "UTC", 0)!;
  const hour = (time: number) => new Date(time).toISOString().slice(11, 16);
  const hours = (now: string) => coverTicks(cover, at(now), hour).map((tick) => hour(tick.at));
  expect(hours("2026-11-21T14:22:00Z")).toEqual(["10:00", "12:00", "16:00"]);
  expect(hours("2026-11-20T14:22:00Z")).toEqual(["10:00", "12:00", "14:00", "16:00"]);
});
