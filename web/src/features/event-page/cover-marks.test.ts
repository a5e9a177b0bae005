import { describe, expect, it } from "vitest";

import { coverHeight, coverOf, coverPaths, coverTicks } from "./cover-marks";

const at = (time: string) => Date.parse(time);
const picture = {
  startsAt: "2026-11-21T09:00:00Z",
  minutes: 240,
  rows: 3,
  marks: [1, 0, 60, 0, 60, 90, 2, 180, 240],
};

describe("coverPaths", () => {
  const cover = coverOf(picture);
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
  const cover = coverOf({ startsAt: "2026-11-21T08:30:00Z", minutes: 540, rows: 1, marks: [0, 0, 540] });
  const hour = (time: number) => new Date(time).toISOString().slice(11, 16);
  const hours = (now: string) => coverTicks(cover, at(now), hour).map((tick) => hour(tick.at));
  expect(hours("2026-11-21T14:22:00Z")).toEqual(["10:00", "12:00", "16:00"]);
  expect(hours("2026-11-20T14:22:00Z")).toEqual(["10:00", "12:00", "14:00", "16:00"]);
});
