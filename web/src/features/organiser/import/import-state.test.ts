import { describe, expect, it } from "vitest";

import { largestFile, mergeReport, progressOfImport, refusalOf, type ImportOutcome } from "./import-state";

const report = (change: Partial<ImportOutcome>): ImportOutcome => ({
  id: "i",
  eventId: "e",
  state: "applying",
  name: "polder.xml",
  done: 0,
  total: 100,
  added: 0,
  changed: 0,
  moved: 0,
  unchanged: 0,
  removed: 0,
  skipped: [],
  notes: [],
  columns: [],
  revision: null,
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
      const end = order.reduce((known, i) => mergeReport(known, heard[i]!), report({}));
      expect(end).toEqual(heard[2]);
    }
  });

  it("never go back, and are about one import", () => {
    const known = report({ done: 60 });
    expect(mergeReport(known, report({ done: 30 }))).toBe(known);
    expect(mergeReport(known, report({ id: "other", state: "done" }))).toBe(known);
  });

  it("go on from what is read to what is applied, and back where that is refused", () => {
    const ready = report({ state: "ready" });
    expect(mergeReport(report({ state: "reading" }), ready)).toBe(ready);
    const applying = report({ done: 10 });
    expect(mergeReport(ready, applying)).toBe(applying);
    const refused = report({ state: "ready", error: "Somebody changed the draft meanwhile." });
    expect(mergeReport(applying, refused)).toBe(refused);
  });

  it("say how far it is", () => {
    expect(progressOfImport(report({ done: 25 }))).toBe(0.25);
    expect(progressOfImport(report({ total: 0 }))).toBe(0);
    expect(progressOfImport(report({ state: "done", total: 0 }))).toBe(1);
  });
});

it("refuses what cannot be a schedule before it is sent", () => {
  for (const name of ["schedule.XML", "polder.ics", "talks.csv", "schedule.json"])
    expect(refusalOf({ name, size: 10 })).toBeNull();
  expect(refusalOf({ name: "schedule.json", size: 0 })).toBe("empty");
  expect(refusalOf({ name: "schedule.json", size: largestFile + 1 })).toBe("large");
  expect(refusalOf({ name: "schedule.json", size: largestFile })).toBeNull();
  expect(refusalOf({ name: "poster.pdf", size: 10 })).toBe("type");
});
