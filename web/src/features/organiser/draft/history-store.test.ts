import { expect, it } from "vitest";

import { withRevisions, type Revision } from "./history-store";

const revision = (number: number, undoes: number | null = null): Revision => ({
  number,
  kind: undoes === null ? "edited" : "undone",
  madeAt: "2026-11-21T09:00:00Z",
  madeBy: "u1",
  undoes,
  undone: false,
  added: 1,
  changed: 0,
  moved: 0,
  removed: 0,
  titles: [],
  version: null,
});

it("keeps older revisions that were asked for, and marks those that a newer one took back", () => {
  const known = [revision(4), revision(3), revision(2), revision(1)];
  const after = withRevisions(known, [revision(5, 2), revision(4)]);
  expect(after.map(({ number, undone }) => [number, undone])).toEqual([
    [5, false],
    [4, false],
    [3, false],
    [2, true],
    [1, false],
  ]);
  expect(withRevisions(known, []).map(({ number }) => number)).toEqual([]);
});
