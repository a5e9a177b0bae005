import { describe, expect, it } from "vitest";

import {
  allChosen,
  asTheFile,
  askedFor,
  choiceOf,
  chosen,
  countOf,
  groupsOf,
  groupState,
  taken,
} from "./choice";
import type { Preview, PreviewChange } from "./import-store";

const change = (
  id: string,
  kind: PreviewChange["kind"],
  more: Partial<PreviewChange> = {},
): PreviewChange => ({
  id,
  of: "session",
  kind,
  title: id,
  before: null,
  after: null,
  fields: [],
  stars: 0,
  conflicts: [],
  byHand: false,
  overlaps: [],
  ...more,
});
const hand = change("typed", "removed", { byHand: true });
const gone = change("gone", "removed");
const lost = change("lost", "removed");
const preview: Preview = {
  id: "i",
  revision: 3,
  title: "Polder",
  format: "frab",
  name: "polder.xml",
  source: "Polder",
  readAt: "2026-11-10T15:03:00Z",
  lastReadAt: null,
  zone: { name: "Europe/Brussels", by: "file", asks: false, offsets: [], candidates: [] },
  sessions: 4,
  speakers: 4,
  added: 1,
  changed: 1,
  moved: 1,
  removed: 2,
  unchanged: 1,
  kept: 1,
  outside: 0,
  startsAt: "2026-11-21T08:30:00Z",
  endsAt: "2026-11-22T16:10:00Z",
  shiftDays: 0,
  fittingShift: 0,
  adds: false,
  losesMuch: false,
  starsLost: 0,
  starsMoved: 0,
  skipped: [],
  notes: [],
  changes: [
    hand,
    gone,
    lost,
    change("moved", "moved"),
    change("told", "changed", { conflicts: [{ field: "stage", before: "R1", after: "K3" }] }),
    change("new", "added"),
    change("lea", "changed", { of: "speaker" }),
  ],
};

describe("what of an import is chosen", () => {
  it("is what the file says, and nothing that people made", () => {
    expect(askedFor(preview)).toBe(6);
    expect(countOf(preview, asTheFile)).toBe(6);
    expect(choiceOf(preview, asTheFile, false)).toEqual({ leave: [], also: [], take: [], evenMuch: false });
  });

  it("leaves what is unchosen, and removes what people made where it is asked for", () => {
    const selection = chosen(chosen(asTheFile, gone, false), hand, true);
    expect(countOf(preview, selection)).toBe(6);
    expect(choiceOf(preview, selection, true)).toMatchObject({
      leave: ["gone"],
      also: ["typed"],
      evenMuch: true,
    });
    expect(choiceOf(preview, chosen(selection, gone, true), false).leave).toEqual([]);
  });

  it("takes the file's word by field, until it is taken back", () => {
    const selection = taken(asTheFile, "told", "stage", true);
    expect(choiceOf(preview, selection, false).take).toEqual([{ id: "told", fields: ["stage"] }]);
    expect(choiceOf(preview, taken(selection, "told", "stage", false), false).take).toEqual([]);
  });

  it("says nothing of changes that are not there any more", () => {
    const selection = taken(chosen(asTheFile, gone, false), "told", "stage", true);
    const later = { ...preview, changes: preview.changes.filter(({ id }) => id === "new") };
    expect(choiceOf(later, selection, false)).toEqual({ leave: [], also: [], take: [], evenMuch: false });
  });
});

describe("groups of changes", () => {
  const groups = groupsOf(preview.changes);

  it("are what is lost, what differs, what is new; what people made is last", () => {
    expect(groups.map(({ name, changes }) => [name, changes.map(({ id }) => id)])).toEqual([
      ["removed", ["gone", "lost", "typed"]],
      ["changed", ["moved", "told", "lea"]],
      ["added", ["new"]],
    ]);
  });

  it("are all chosen or none, but what people made is never chosen with them", () => {
    const removed = groups[0]?.changes ?? [];
    expect(groupState(asTheFile, removed)).toEqual({ count: 2, checked: "indeterminate" });
    const none = allChosen(chosen(asTheFile, hand, true), removed);
    expect(groupState(none, removed)).toEqual({ count: 0, checked: false });
    expect(groupState(allChosen(none, removed), removed)).toEqual({ count: 2, checked: "indeterminate" });
    expect(groupState(asTheFile, groups[1]?.changes ?? [])).toEqual({ count: 3, checked: true });
  });
});
