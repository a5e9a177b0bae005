import { dayKey, localOf } from "@/lib/time";

import { isLong, type AgendaItem } from "./model";

/** Measures of the grid, in px. */
export const grid = {
  head: 44,
  gutter: 80,
  column: 184,
  card: 176,
  hour: 160,
  /** Above the first session. */
  above: 20,
  below: 32,
  /** A session of five minutes can still be read and pressed. */
  lowest: 24,
} as const;

const minute = 60_000;
const hour = 60 * minute;

export type Placed = {
  item: AgendaItem;
  top: number;
  height: number;
  left: number;
  width: number;
  /** ms: where it is drawn to; of what goes on for days that is the end of its first one. */
  to: number;
};
export type AgendaColumn = {
  id: string;
  /** The track if the room has only one that day, else the room. */
  name: string;
  detail: string;
  swatch: { id: string; hue: number | undefined } | null;
  /** In order of start. */
  cards: Placed[];
};
export type AgendaLayout = {
  /** ms: where the grid's first line is */
  start: number;
  end: number;
  width: number;
  height: number;
  columns: AgendaColumn[];
};

/**
 * One day as columns of placed cards, rooms in their order; sessions of one room that overlap stand side by side. Places
 * are by moment, so that a day of 23 or 25 hours is as high as it is long; lines are at the half hours of clocks in `zone`.
 */
export function layoutDay(
  items: readonly AgendaItem[],
  order: ReadonlyMap<string, number>,
  zone: string,
): AgendaLayout {
  const first = items.length ? Math.min(...items.map((item) => item.start)) : 0;
  const close = closing(items, zone);
  const drawn = items.map((item) => ({ item, to: isLong(item) ? Math.min(item.end, close) : item.end }));
  const last = drawn.length ? Math.max(...drawn.map(({ to }) => to)) : 0;
  const start = first - (minuteOf(first, zone) % 30) * minute - (first % minute);
  const rooms = new Map<string, Drawn[]>();
  for (const one of drawn) {
    const room = rooms.get(one.item.stageId);
    if (room) room.push(one);
    else rooms.set(one.item.stageId, [one]);
  }
  const place = (id: string) => order.get(id) ?? Number.MAX_SAFE_INTEGER;
  const ids = Array.from(rooms.keys()).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const columns = ids.map((id, i) => columnOf(id, rooms.get(id) ?? [], i, start));
  const bottom = Math.max(
    0,
    ...columns.flatMap((column) => column.cards.map((card) => card.top + card.height)),
  );
  return {
    start,
    end: last,
    width: grid.gutter + columns.length * grid.column + 24,
    height: bottom + grid.below,
    columns,
  };
}

type Drawn = Pick<Placed, "item" | "to">;
const minuteOf = (at: number, zone: string): number => Number(localOf(at, zone).slice(14));

/** Until when a day is drawn for what goes on for days: midnight, or the end of the last session that does not. */
function closing(items: readonly AgendaItem[], zone: string): number {
  const long = items.filter(isLong);
  if (!long.length) return 0;
  const ends = items.filter((item) => !isLong(item)).map((item) => item.end);
  return Math.max(...ends, ...long.map((item) => midnightAfter(item.start, zone)));
}

/** The first moment of the next day. No clock changes by more than an hour or at another time than a quarter. */
export function midnightAfter(at: number, zone: string): number {
  const day = dayKey(at, zone);
  let next = (Math.floor(at / (15 * minute)) + 1) * 15 * minute;
  while (dayKey(next, zone) === day) next += 15 * minute;
  return next;
}

export const topOf = (at: number, start: number): number => grid.above + ((at - start) / hour) * grid.hour;

function columnOf(id: string, drawn: readonly Drawn[], index: number, start: number): AgendaColumn {
  const items = drawn.map(({ item }) => item);
  const [head] = items;
  const single = head && items.every((item) => item.trackId === head.trackId) ? head : undefined;
  const track = single?.track ?? "";
  const stage = head?.stage ?? "";
  return {
    id: id || "elsewhere",
    name: track || stage,
    detail: track && track !== stage ? stage : "",
    swatch: single?.trackId ? { id: single.trackId, hue: single.hue } : null,
    cards: lanes(drawn, grid.gutter + index * grid.column, start),
  };
}

type Lane = { card: Placed; lane: number };

/** Cards that would cover each other share the width; groups of such cards are told apart by a gap in time. */
function lanes(drawn: readonly Drawn[], left: number, start: number): Placed[] {
  const done: Placed[] = [];
  let group: Lane[] = [];
  let groupEnd = -Infinity;
  const close = () => {
    const count = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
    const width = (grid.card - (count - 1) * 4) / count;
    for (const { card, lane } of group) done.push({ ...card, left: left + lane * (width + 4), width });
    group = [];
  };
  for (const { item, to } of drawn.toSorted((a, b) => a.item.start - b.item.start || b.to - a.to)) {
    const top = topOf(item.start, start);
    const height = Math.max(grid.lowest, ((to - item.start) / hour) * grid.hour - 2);
    if (top >= groupEnd - 0.5) close();
    const taken = new Set(
      group.filter(({ card }) => card.top + card.height > top + 0.5).map(({ lane }) => lane),
    );
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    group.push({ card: { item, to, top, height, left, width: grid.card }, lane });
    groupEnd = Math.max(group.length === 1 ? -Infinity : groupEnd, top + height);
  }
  close();
  return done.sort((a, b) => a.top - b.top || a.left - b.left);
}

export type Direction = "up" | "down" | "left" | "right";

/** The card an arrow key leads to: along the room, or to what is nearest in time in the next room that has something. */
export function neighbour(layout: AgendaLayout, id: string, direction: Direction): Placed | null {
  const column = layout.columns.findIndex(({ cards }) => cards.some((card) => card.item.id === id));
  const cards = layout.columns[column]?.cards ?? [];
  const at = cards.findIndex((card) => card.item.id === id);
  const from = cards[at];
  if (!from) return layout.columns[0]?.cards[0] ?? null;
  if (direction === "up") return cards[at - 1] ?? null;
  if (direction === "down") return cards[at + 1] ?? null;
  const side = layout.columns[column + (direction === "left" ? -1 : 1)];
  return nearest(side?.cards ?? [], from.item.start);
}

function nearest(cards: readonly Placed[], at: number): Placed | null {
  let best: Placed | null = null;
  for (const card of cards)
    if (!best || Math.abs(card.item.start - at) < Math.abs(best.item.start - at)) best = card;
  return best;
}

/**
 * The card by which Tab comes into the grid: of those that are seen whole the first that is on, else that comes next;
 * where none is seen, the one nearest to what is. `seen`: of the grid, in px.
 */
export function entryOf(
  cards: readonly Placed[],
  now: number,
  seen: { x: number; y: number; width: number; height: number },
): Placed | undefined {
  const bottom = seen.y + seen.height - grid.head;
  const isSeen = ({ top, height, left, width }: Placed) =>
    seen.height === 0 ||
    (top >= seen.y &&
      top + height <= bottom &&
      left >= seen.x + grid.gutter &&
      left + width <= seen.x + seen.width);
  const away = ({ top }: Placed) => Math.max(seen.y - top, top - bottom, 0);
  const rank = (card: Placed) => {
    if (!isSeen(card)) return 3 + away(card);
    return card.item.end <= now ? 2 : card.item.start > now ? 1 : 0;
  };
  let best: Placed | undefined;
  for (const card of cards) if (!best || rank(card) < rank(best)) best = card;
  return best;
}

/** Half hours from the first line to the last session, for the gutter; `full` where a clock shows a full hour. */
export function timeLines(layout: AgendaLayout, zone: string): { at: number; full: boolean }[] {
  const lines: { at: number; full: boolean }[] = [];
  for (let at = layout.start; at <= layout.end; at += 30 * minute)
    lines.push({ at, full: minuteOf(at, zone) === 0 });
  return lines;
}
