import { describe, expect, it } from "vitest";

import { largestFile, mergeReport, progressOfImport, refusalOf, type ImportOutcome } from "./import-state";

const report = (change: Partial<ImportOutcome>): ImportOutcome => ({
  id: "i",
  eventId: "e",
  state: "applying",
  done: 0,
  total: 100,
  added: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  skipped: [],
  error: null,
  finishedAt: null,
  ...change,
});

describe("an import's reports", () => {
  it("end the same in whatever order and however often they come", () => {
    const heard = [
      report({ done: 30 }),
      report({ done: 60 }),
      report({ state: "done", done: 100, added: 100 }),
    ];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2, 2, 0],
    ]) {
      const end = order.reduce<ImportOutcome | null>((known, i) => mergeReport(known, heard[i]!), report({}));
      expect(end).toEqual(heard[2]);
    }
  });

  it("never go back, and are about one import", () => {
    const known = report({ done: 60 });
    expect(mergeReport(known, report({ done: 30 }))).toBe(known);
    expect(mergeReport(known, report({ id: "other", state: "done" }))).toBe(known);
    expect(mergeReport(null, known)).toBeNull();
  });

  it("say how far it is", () => {
    expect(progressOfImport(report({ done: 25 }))).toBe(0.25);
    expect(progressOfImport(report({ total: 0 }))).toBe(0);
    expect(progressOfImport(report({ state: "done", total: 0 }))).toBe(1);
  });
});

it("refuses what cannot be a schedule before it is sent", () => {
  expect(refusalOf({ name: "schedule.XML", size: 10 })).toBeNull();
  expect(refusalOf({ name: "schedule.json", size: 0 })).toBe("empty");
  expect(refusalOf({ name: "schedule.json", size: largestFile + 1 })).toBe("large");
  expect(refusalOf({ name: "schedule.json", size: largestFile })).toBeNull();
  expect(refusalOf({ name: "poster.pdf", size: 10 })).toBe("type");
});
