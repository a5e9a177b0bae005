import { describe, expect, it } from "vitest";

import { fold } from "@/lib/fold";

import { entryOf, grid, layoutDay, neighbour, topOf } from "./layout";
import { agendaDays, agendaGroups, clashes, dayToShow, matches, noFilter, type AgendaItem } from "./model";
import { drawnOf } from "./window";

const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);
const item = (id: string, from: string, to: string, more: Partial<AgendaItem> = {}): AgendaItem => ({
  id,
  title: id,
  start: at(from),
  end: at(to),
  day: "2026-11-21",
  by: "",
  stageId: "a",
  stage: "Aula",
  trackId: "t",
  track: "Databases",
  hue: 20,
  words: fold(id),
  ...more,
});

describe("finding", () => {
  const talk = item("x", "10:00", "11:00", { words: fold("Léa Fontaine CRDTs that forget") });

  it("takes words in any order, without accents or case", () => {
    expect(matches(talk, { ...noFilter, query: "FORGET lea" }, 0)).toBe(true);
    expect(matches(talk, { ...noFilter, query: "forget bob" }, 0)).toBe(false);
    expect(matches(talk, { ...noFilter, query: "  " }, 0)).toBe(true);
  });

  it("knows what starts within the hour: not what has, not what is later", () => {
    const soon = { ...noFilter, soon: true };
    expect(matches(talk, soon, at("09:00"))).toBe(true);
    expect(matches(talk, soon, at("09:00") - 1)).toBe(false);
    expect(matches(talk, soon, at("10:00"))).toBe(false);
  });

  it("keeps days without a match, with none counted", () => {
    const other = item("y", "10:00", "11:00", { day: "2026-11-22", start: at("10:00") + 86_400_000 });
    const days = agendaDays([other, talk], [talk]);
    expect(days.map((day) => [day.key, day.count])).toEqual([
      ["2026-11-21", 1],
      ["2026-11-22", 0],
    ]);
    expect(dayToShow(days, at("12:00"), "UTC")).toBe("2026-11-21");
    expect(dayToShow(days, at("12:00") + 5 * 86_400_000, "UTC")).toBe("2026-11-22");
    expect(dayToShow([], 0, "UTC")).toBe("");
  });
});

it("tells both of two starred sessions that overlap, and nobody else", () => {
  const items = [
    item("a", "10:00", "11:00"),
    item("b", "10:30", "10:45"),
    item("c", "11:00", "12:00"),
    item("d", "10:00", "12:00"),
  ];
  const found = clashes(items, new Set(["a", "b", "c"]));
  expect(Array.from(found, ([id, other]) => [id, other.id]).sort()).toEqual([
    ["a", "b"],
    ["b", "a"],
  ]);
});

it("groups a day into what is over, what is on, and what comes at which time", () => {
  const items = [
    item("a", "09:00", "10:00"),
    item("b", "09:30", "10:30"),
    item("c", "10:00", "10:30"),
    item("d", "11:00", "12:00"),
    item("e", "11:00", "11:30"),
  ];
  const groups = agendaGroups(items, at("10:00"));
  const ids = (some: { items: AgendaItem[] }[]) => some.map((group) => group.items.map((one) => one.id));
  expect(ids(groups.past)).toEqual([["a"]]);
  expect(ids(groups.now ? [groups.now] : [])).toEqual([["b", "c"]]);
  expect(ids(groups.later)).toEqual([["d", "e"]]);
});

const seenNothing = { x: 0, y: 0, width: 900, height: 600 };

describe("the grid", () => {
  const order = new Map([
    ["a", 1],
    ["b", 0],
  ]);

  it("puts rooms in their order and a quarter of an hour on 40 px", () => {
    const layout = layoutDay(
      [item("x", "10:00", "10:15"), item("y", "10:15", "10:30", { stageId: "b" })],
      order,
      "UTC",
    );
    expect(layout.columns.map((column) => column.id)).toEqual(["b", "a"]);
    const [first, second] = layout.columns.map((column) => column.cards[0]);
    expect(first?.top).toBe(grid.above + 40);
    expect(second).toMatchObject({ top: grid.above, height: 38, left: grid.gutter + grid.column });
    expect(topOf(at("11:00"), layout.start)).toBe(grid.above + grid.hour);
  });

  it("names a column by its track when it has one, else by its room", () => {
    const one = layoutDay([item("x", "10:00", "11:00")], order, "UTC").columns[0];
    expect(one).toMatchObject({ name: "Databases", detail: "Aula", swatch: { id: "t", hue: 20 } });
    const two = layoutDay(
      [item("x", "10:00", "11:00"), item("y", "11:00", "12:00", { trackId: "u" })],
      order,
      "UTC",
    );
    expect(two.columns[0]).toMatchObject({ name: "Aula", detail: "", swatch: null });
  });

  it("never lets cards cover each other, whatever overlaps", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below;
    for (let round = 0; round < 50; round++) {
      const items = Array.from({ length: 30 }, (_, i) => {
        const start = at("09:00") + random(96) * 300_000;
        return item(`s${i}`, "09:00", "09:00", { start, end: start + (1 + random(24)) * 300_000 });
      });
      const cards = layoutDay(items, order, "UTC").columns[0]?.cards ?? [];
      expect(cards).toHaveLength(items.length);
      for (const [i, one] of cards.entries())
        for (const other of cards.slice(i + 1)) {
          const apart =
            one.left + one.width <= other.left ||
            other.left + other.width <= one.left ||
            one.top + one.height <= other.top + 0.5 ||
            other.top + other.height <= one.top + 0.5;
          expect(apart, `${one.item.id} and ${other.item.id}`).toBe(true);
        }
    }
  });

  it("goes along a room, and sideways to what is nearest in time", () => {
    const items = [
      item("a1", "10:00", "11:00"),
      item("a2", "11:00", "12:00"),
      item("b1", "09:00", "10:00", { stageId: "b" }),
      item("b2", "11:10", "12:00", { stageId: "b" }),
    ];
    const layout = layoutDay(items, order, "UTC");
    const to = (id: string, direction: Parameters<typeof neighbour>[2]) =>
      neighbour(layout, id, direction)?.item.id;
    expect(to("a1", "down")).toBe("a2");
    expect(to("a2", "down")).toBeUndefined();
    expect(to("a2", "left")).toBe("b2");
    expect(to("a1", "left")).toBe("b1");
    expect(to("b2", "right")).toBe("a2");
    expect(to("gone", "right")).toBe("b1");
  });

  it("is entered at what is on and seen, else at what comes, never far from what is seen", () => {
    const items = [
      item("morning", "08:00", "08:30"),
      item("over", "13:30", "14:00"),
      item("on", "14:00", "15:00"),
      item("next", "15:00", "16:00", { stageId: "b" }),
      item("evening", "20:00", "21:00"),
    ];
    const { columns, start } = layoutDay(items, order, "UTC");
    const cards = columns.flatMap((column) => column.cards);
    const seen = (from: string) => ({ x: 0, y: topOf(at(from), start) - 4, width: 900, height: 600 });
    const entry = (now: string, from: string) => entryOf(cards, at(now), seen(from))?.item.id;
    expect(entry("14:20", "13:30")).toBe("on");
    expect(entry("13:20", "13:30")).toBe("next");
    // All that is seen is over: the first of the first column.
    expect(entry("19:00", "13:30")).toBe("next");
    expect(entry("14:20", "17:00")).toBe("evening");
    expect(entry("14:20", "08:00")).toBe("morning");
    expect(entryOf(cards, at("14:20"), { x: 0, y: 0, width: 0, height: 0 })?.item.id).toBe("on");
  });

  it("is empty for an empty day", () => {
    expect(entryOf([], 0, seenNothing)).toBeUndefined();
    expect(layoutDay([], order, "UTC")).toMatchObject({ columns: [], start: 0 });
  });
});

it("draws the same while scrolling stays within a step, and always more than is seen", () => {
  const frame = { x: 1_000, y: 700, width: 1_440, height: 800 };
  const drawn = drawnOf(frame);
  expect(drawnOf({ ...frame, y: 710 })).toEqual(drawn);
  expect(drawn.top).toBeLessThanOrEqual(frame.y - grid.hour);
  expect(drawn.bottom).toBeGreaterThanOrEqual(frame.y + frame.height + grid.hour);
  expect(drawn.first * grid.column).toBeLessThanOrEqual(frame.x);
  expect((drawn.last + 1) * grid.column + grid.gutter).toBeGreaterThanOrEqual(frame.x + frame.width);
});
