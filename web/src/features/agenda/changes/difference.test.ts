import { describe, expect, it } from "vitest";

import { byKind, differenceOf, lineOf, placeOf, said, type Change } from "./difference";

const zone = "Europe/Brussels";
const moment = (more: Partial<NonNullable<Change["after"]>> = {}): NonNullable<Change["after"]> => ({
  title: "Talk",
  startsAt: "2026-11-21T14:10:00Z",
  endsAt: "2026-11-21T14:35:00Z",
  day: null,
  stage: "D2",
  track: "Databases",
  speakers: ["Mei Tan"],
  ...more,
});
const change = (more: Partial<Change>): Change => ({
  id: "c",
  of: "session",
  kind: "changed",
  title: "Talk",
  before: moment(),
  after: moment(),
  fields: [],
  ...more,
});
const field = (name: string, before = "a", after = "b") => ({ field: name, before, after });
const pairs = (one: Change) => differenceOf(one, zone).pairs.map(({ before, after }) => [before, after]);

describe("what differs between two moments of an agenda", () => {
  it("is where and when, as far as that differs", () => {
    const stage = moment({ stage: "L1" });
    expect(pairs(change({ kind: "moved", after: stage, fields: [field("stage")] }))).toEqual([["D2", "L1"]]);
    const later = moment({ stage: "L1", startsAt: "2026-11-21T14:50:00Z", endsAt: "2026-11-21T15:15:00Z" });
    expect(pairs(change({ kind: "moved", after: later, fields: [field("time"), field("stage")] }))).toEqual([
      ["D2, 15:10", "L1, 15:50"],
    ]);
  });

  it("names the day only where that differs, and the length only where that does", () => {
    const longer = moment({ endsAt: "2026-11-21T14:40:00Z" });
    expect(pairs(change({ kind: "moved", after: longer, fields: [field("time")] }))).toEqual([
      ["25 min", "30 min"],
    ]);
    const sunday = moment({ startsAt: "2026-11-22T14:10:00Z", endsAt: "2026-11-22T14:35:00Z" });
    expect(pairs(change({ kind: "moved", after: sunday, fields: [field("time")] }))).toEqual([
      ["Sat 21 Nov 15:10", "Sun 22 Nov 15:10"],
    ]);
    const night = moment({ day: "2026-11-20" });
    expect(pairs(change({ kind: "moved", after: night, fields: [field("time")] }))).toEqual([
      ["counts to Sat 21 Nov", "counts to Fri 20 Nov"],
    ]);
  });

  it("is short texts as they are, and long ones by name", () => {
    const both = change({
      fields: [field("title", "Old", "New"), field("abstract"), field("subtitle", "", "So")],
    });
    expect(pairs(both)).toEqual([
      ["Old", "New"],
      ["nothing", "So"],
    ]);
    expect(differenceOf(both, zone).named).toEqual(["Abstract"]);
    expect(differenceOf(change({ fields: [field("mood")] }), zone).pairs).toHaveLength(1);
  });

  it("is all of where and when for what is new or gone; a milestone has no length", () => {
    const point = moment({ endsAt: "2026-11-21T14:10:00Z" });
    expect(pairs(change({ kind: "added", before: null }))).toEqual([["", "D2, Sat 21 Nov 15:10, 25 min"]]);
    expect(pairs(change({ kind: "removed", after: null, before: point }))).toEqual([
      ["D2, Sat 21 Nov 15:10", ""],
    ]);
    expect(placeOf(moment({ stage: "", day: "2026-11-20" }), zone)).toBe("Sat 21 Nov 15:10, 25 min");
  });

  it("is told of a speaker without a place", () => {
    const speaker = change({
      of: "speaker",
      before: null,
      after: null,
      fields: [field("name", "Lea", "Léa")],
    });
    expect(lineOf(speaker, zone)).toBe("Speaker");
    expect(pairs(speaker)).toEqual([["Lea", "Léa"]]);
  });
});

it("says under a title who it is, and where where nothing else does", () => {
  expect(lineOf(change({}), zone)).toBe("Mei Tan, D2, Sat 21 Nov 15:10");
  expect(lineOf(change({ kind: "moved" }), zone)).toBe("Mei Tan");
  expect(lineOf(change({ after: moment({ speakers: ["A", "B", "C"] }) }), zone)).toContain("A and 2 others");
});

it("puts a field's word in people's words", () => {
  expect(said("time", "2026-11-21T14:10:00Z/2026-11-21T14:35:00Z", zone)).toBe("Sat 21 Nov 15:10, 25 min");
  expect(said("time", "never", zone)).toBe("never");
  expect(said("recording", "no", zone)).toBe("not recorded");
  expect(said("stage", "", zone)).toBe("nothing");
});

it("reads what is lost first", () => {
  const kinds = ["added", "changed", "removed", "moved"] as const;
  const changes = kinds.map((kind) => change({ id: kind, kind }));
  expect(byKind(changes).map(({ kind }) => kind)).toEqual(["removed", "moved", "changed", "added"]);
});
