import type { AgendaItem } from "./model";

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

export type Placed = { item: AgendaItem; top: number; height: number; left: number; width: number };
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

/** One day as columns of placed cards, rooms in their order; sessions of one room that overlap stand side by side. */
export function layoutDay(items: readonly AgendaItem[], order: ReadonlyMap<string, number>): AgendaLayout {
  const first = items.length ? Math.min(...items.map((item) => item.start)) : 0;
  const last = items.length ? Math.max(...items.map((item) => item.end)) : 0;
  const start = Math.floor(first / (30 * minute)) * 30 * minute;
  const rooms = new Map<string, AgendaItem[]>();
  for (const item of items) {
    const room = rooms.get(item.stageId);
    if (room) room.push(item);
    else rooms.set(item.stageId, [item]);
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

export const topOf = (at: number, start: number): number => grid.above + ((at - start) / hour) * grid.hour;

function columnOf(id: string, items: readonly AgendaItem[], index: number, start: number): AgendaColumn {
  const [head] = items;
  const single = head && items.every((item) => item.trackId === head.trackId) ? head : undefined;
  const track = single?.track ?? "";
  const stage = head?.stage ?? "";
  return {
    id: id || "elsewhere",
    name: track || stage,
    detail: track && track !== stage ? stage : "",
    swatch: single?.trackId ? { id: single.trackId, hue: single.hue } : null,
    cards: lanes(items, grid.gutter + index * grid.column, start),
  };
}

type Lane = { card: Placed; lane: number };

/** Cards that would cover each other share the width; groups of such cards are told apart by a gap in time. */
function lanes(items: readonly AgendaItem[], left: number, start: number): Placed[] {
  const done: Placed[] = [];
  let group: Lane[] = [];
  let groupEnd = -Infinity;
  const close = () => {
    const count = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
    const width = (grid.card - (count - 1) * 4) / count;
    for (const { card, lane } of group) done.push({ ...card, left: left + lane * (width + 4), width });
    group = [];
  };
  for (const item of items.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const top = topOf(item.start, start);
    const height = Math.max(grid.lowest, ((item.end - item.start) / hour) * grid.hour - 2);
    if (top >= groupEnd - 0.5) close();
    const taken = new Set(
      group.filter(({ card }) => card.top + card.height > top + 0.5).map(({ lane }) => lane),
    );
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    group.push({ card: { item, top, height, left, width: grid.card }, lane });
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

/** Half hours from the first line to the last session, for the gutter. */
export function timeLines(layout: AgendaLayout): number[] {
  const lines: number[] = [];
  for (let at = layout.start; at <= layout.end; at += 30 * minute) lines.push(at);
  return lines;
}
