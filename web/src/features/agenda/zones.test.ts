import { describe, expect, it } from "vitest";

import type { LiveAgenda } from "@/features/live-event";
import { clock, dayKey, localOf } from "@/lib/time";

import { grid, layoutDay, midnightAfter, timeLines, topOf } from "./layout";
import {
  agendaDays,
  agendaGroups,
  agendaItems,
  allDays,
  clashes,
  dayToShow,
  programmeDays,
  type AgendaItem,
} from "./model";

const zones = ["Europe/Brussels", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"] as const;
const [brussels] = zones;
const hour = 3_600_000;
const minute = 60_000;

type Given = { startsAt: string; endsAt: string; day?: string | null; stageId?: string };

function agendaOf(given: readonly Given[]): LiveAgenda {
  const sessions = given.map((one, i) => ({
    id: `s${i}`,
    trackId: null,
    stageId: "a",
    title: `Session ${i}`,
    subtitle: "",
    abstract: "",
    language: "",
    kind: "",
    url: "",
    speakerIds: [],
    ...one,
  }));
  return {
    revision: 1,
    stages: new Map(),
    tracks: new Map(),
    speakers: new Map(),
    sessions: new Map(sessions.map((one) => [one.id, one])),
  } as unknown as LiveAgenda;
}

const order = new Map<string, number>();
const iso = (at: number) => new Date(at).toISOString();
const only = <T>(some: readonly T[]): T => {
  expect(some).toHaveLength(1);
  return some[0] as T;
};

/** Starts around every change of a clock in 2026 and 2027, at any quarter. */
function* around(): Generator<number> {
  const changes = [
    "2026-03-08", // New York
    "2026-03-29", // Brussels
    "2026-04-04", // Lord Howe, back by half an hour
    "2026-10-03", // and forward
    "2026-10-25",
    "2026-11-01",
    "2027-03-28",
  ];
  let seed = 11;
  const random = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below;
  for (const day of changes)
    for (let i = 0; i < 60; i++) yield Date.parse(`${day}T00:00:00Z`) + (random(3 * 96) - 96) * 15 * minute;
}

const starts = Array.from(around());

describe.each(zones)("seen from %s", (zone) => {
  it.each(zones)("every session of an event in %s is under the day that its clock's date says", (own) => {
    const agenda = agendaOf(starts.map((at) => ({ startsAt: iso(at), endsAt: iso(at + hour) })));
    const items = agendaItems(agenda, zone, own);
    for (const item of items) expect(item.day).toBe(localOf(item.start, zone).slice(0, 10));
    const days = agendaDays(items, items);
    expect(days.map((day) => day.key)).toEqual([...new Set(items.map((item) => item.day))].sort());
    expect(days.reduce((sum, day) => sum + (day.count ?? 0), 0)).toBe(items.length);
  });

  it("has lines where clocks show a half or full hour, and cards between those that their time is between", () => {
    const agenda = agendaOf(starts.map((at) => ({ startsAt: iso(at), endsAt: iso(at + 45 * minute) })));
    const items = agendaItems(agenda, zone, zone);
    for (const { key } of agendaDays(items, items)) {
      const today = items.filter((item) => item.day === key);
      const layout = layoutDay(today, order, zone);
      const lines = timeLines(layout, zone);
      for (const { at, full } of lines) expect(clock(at, zone)).toMatch(full ? /:00$/u : /:30$/u);
      for (const card of layout.columns.flatMap((column) => column.cards)) {
        const line = lines.findLast(({ at }) => topOf(at, layout.start) <= card.top + 0.01);
        // As many minutes below the line as its clock is after the line's, whatever the clock did before.
        expect(card.top - topOf(line?.at ?? 0, layout.start)).toBeCloseTo(
          ((card.item.start - (line?.at ?? 0)) / hour) * grid.hour,
        );
        expect(card.item.start - (line?.at ?? 0)).toBeLessThan(30 * minute);
      }
    }
  });

  it("has days of as many hours as they have", () => {
    for (const at of starts) {
      const next = midnightAfter(at, zone);
      expect(localOf(next, zone).slice(11)).toBe("00:00");
      expect(dayKey(next - 1, zone)).toBe(dayKey(at, zone));
      expect(next - at).toBeLessThanOrEqual(25 * hour);
    }
  });
});

it("draws the night in which clocks go back as long as it is, and the one of half an hour on Lord Howe", () => {
  const night = (zone: string, from: string, to: string) => {
    const items = agendaItems(agendaOf([{ startsAt: from, endsAt: to }]), zone, zone);
    return timeLines(layoutDay(items, order, zone), zone).map(({ at }) => clock(at, zone));
  };
  expect(night(brussels, "2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z")).toEqual([
    "01:30",
    "02:00",
    "02:30",
    "02:00",
    "02:30",
    "03:00",
  ]);
  expect(night(brussels, "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z")).toEqual([
    "01:00",
    "01:30",
    "03:00",
    "03:30",
    "04:00",
  ]);
  expect(night("Australia/Lord_Howe", "2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z")).toEqual([
    "01:00",
    "01:30",
    "01:30",
    "02:00",
  ]);
});

describe("a Brussels session on Sunday at 01:30", () => {
  const agenda = (day?: string) =>
    agendaOf([{ startsAt: "2026-11-29T00:30:00Z", endsAt: "2026-11-29T01:00:00Z", day }]);

  it.each([
    ["Europe/Brussels", "2026-11-29", "01:30"],
    ["America/New_York", "2026-11-28", "19:30"],
    ["Asia/Tokyo", "2026-11-29", "09:30"],
    ["Australia/Lord_Howe", "2026-11-29", "11:30"],
  ])("is in %s on %s at %s", (zone, day, time) => {
    const item = only(agendaItems(agenda(), zone, brussels));
    expect([item.day, clock(item.start, zone)]).toEqual([day, time]);
  });

  it("is under the day its programme gives it on the event's clock, and under the viewer's on the viewer's", () => {
    expect(only(agendaItems(agenda("2026-11-28"), brussels, brussels)).day).toBe("2026-11-28");
    expect(only(agendaItems(agenda("2026-11-28"), "Asia/Tokyo", brussels)).day).toBe("2026-11-29");
  });

  it("keeps the evening's agenda open while it goes on", () => {
    const items = agendaItems(
      agendaOf([
        { startsAt: "2026-11-29T00:30:00Z", endsAt: "2026-11-29T01:00:00Z", day: "2026-11-28" },
        { startsAt: "2026-11-29T09:00:00Z", endsAt: "2026-11-29T10:00:00Z", day: "2026-11-29" },
      ]),
      brussels,
      brussels,
    );
    const days = agendaDays(items, items);
    expect(dayToShow(days, Date.parse("2026-11-29T00:45:00Z"), brussels)).toBe("2026-11-28");
    expect(dayToShow(days, Date.parse("2026-11-29T01:00:00Z"), brussels)).toBe("2026-11-29");
  });

  it("goes on to the day that has begun, where sessions run through midnight", () => {
    const items = agendaItems(
      agendaOf([
        { startsAt: "2026-11-28T22:00:00Z", endsAt: "2026-11-29T00:30:00Z" },
        { startsAt: "2026-11-28T23:10:00Z", endsAt: "2026-11-29T01:00:00Z" },
      ]),
      brussels,
      brussels,
    );
    const days = agendaDays(items, items);
    expect(dayToShow(days, Date.parse("2026-11-28T23:05:00Z"), brussels)).toBe("2026-11-28");
    expect(dayToShow(days, Date.parse("2026-11-28T23:10:00Z"), brussels)).toBe("2026-11-29");
  });
});

describe("what has no length, or more than a day", () => {
  const given = [
    { startsAt: "2026-11-28T09:00:00Z", endsAt: "2026-11-28T09:00:00Z" },
    { startsAt: "2026-11-28T08:30:00Z", endsAt: "2026-11-28T09:30:00Z", stageId: "b" },
    { startsAt: "2026-11-28T10:00:00Z", endsAt: "2026-11-30T17:00:00Z", stageId: "c" },
  ];
  const items = agendaItems(agendaOf(given), brussels, brussels);
  const [mark, talk, long] = items as [AgendaItem, AgendaItem, AgendaItem];

  it("is a card of the lowest height, never on and in nobody's way", () => {
    expect(mark.end).toBe(mark.start);
    const cards = layoutDay(items, order, brussels).columns.flatMap((column) => column.cards);
    expect(cards.find((card) => card.item === mark)?.height).toBe(grid.lowest);
    expect(agendaGroups([mark], mark.start).past).toHaveLength(1);
    expect(agendaGroups([mark], mark.start - 1).later).toHaveLength(1);
    expect(clashes(items, new Set([mark.id, talk.id])).size).toBe(0);
  });

  it("stands on its first day, to midnight there", () => {
    expect(long.day).toBe("2026-11-28");
    const layout = layoutDay(items, order, brussels);
    const card = layout.columns.flatMap((column) => column.cards).find(({ item }) => item === long);
    expect(iso(card?.to ?? 0)).toBe("2026-11-28T23:00:00.000Z");
    expect(layout.end).toBe(card?.to);
    expect(card?.height).toBe(13 * grid.hour - 2);
  });

  it("does not keep its first day open for those that follow", () => {
    const days = agendaDays(items, items);
    const next = { key: "2026-11-29", count: 1, from: Date.parse("2026-11-29T14:00:00Z"), until: 0 };
    expect(dayToShow([...days, next], Date.parse("2026-11-29T12:00:00Z"), brussels)).toBe("2026-11-29");
  });
});

describe("days that are still to come", () => {
  const days = [
    { day: "2026-11-21", sessions: 5, startsAt: "2026-11-21T08:00:00Z", endsAt: "2026-11-21T18:00:00Z" },
    { day: "2026-11-22", sessions: 4, startsAt: "2026-11-22T08:00:00Z", endsAt: "2026-11-22T17:00:00Z" },
  ];
  const own = "Europe/Brussels";
  const missing = new Set(days.map(({ day }) => day));
  const keys = (zone: string) =>
    allDays([], { days, missing }, { zone, own, isAll: true }).map(({ key, count }) => [key, count]);

  it("are those of the programme by the event's clock, with what is in them", () => {
    expect(keys(own)).toEqual([
      ["2026-11-21", 5],
      ["2026-11-22", 4],
    ]);
    expect(programmeDays(days, "2026-11-22", own, own)).toEqual(["2026-11-22"]);
  });

  it("are those that a clock elsewhere shows meanwhile", () => {
    expect(keys("Asia/Tokyo").map(([key]) => key)).toEqual(["2026-11-21", "2026-11-22", "2026-11-23"]);
    expect(programmeDays(days, "2026-11-22", "Asia/Tokyo", own)).toEqual(["2026-11-21", "2026-11-22"]);
  });

  it("say no count while not all of a day is shown, and are the day's own once they are here", () => {
    const [first] = allDays([], { days, missing }, { zone: own, own, isAll: false });
    expect(first?.count).toBeUndefined();
    const here = [{ key: "2026-11-21", count: 3, from: 1, until: 2 }];
    const known = allDays(here, { days, missing: new Set(["2026-11-22"]) }, { zone: own, own, isAll: true });
    expect(known.map(({ count }) => count)).toEqual([3, 4]);
  });
});
