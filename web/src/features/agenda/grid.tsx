"use client";

import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";

import { Swatch } from "@/components/ui/swatch";
import { useAgendaStar } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import type { Store } from "@/lib/store";
import { clock, span, zoneCity } from "@/lib/time";

import { AgendaCard, type CardMoment } from "./card";
import {
  grid,
  neighbour,
  timeLines,
  topOf,
  type AgendaColumn,
  type AgendaLayout,
  type Direction,
  type Placed,
} from "./layout";
import type { AgendaItem } from "./model";
import type { Agenda } from "./use-agenda";
import { useDrawn, type Frame } from "./window";

export type AgendaGridProps = { agenda: Agenda; layout: AgendaLayout; frame: Store<Frame> };

const arrows: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** A day: a column for each room, time downwards. Only what can be seen is in the page. */
export function AgendaGrid({ agenda, layout, frame }: AgendaGridProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useDrawn(box, frame);
  const { now, state, zone, clashing } = agenda;
  const [current, setCurrent] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const toggle = useAgendaStar();
  const latest = useLatest(toggle);
  // One function for all cards and all time, so that a star redraws its own card alone.
  const [onStar] = useState(() => (id: string) => latest.current(id));
  const live = now >= layout.start && now <= layout.end;
  useStartAtNow(box, layout, live && agenda.ticking ? now : null);

  useEffect(() => {
    if (!wanted.current) return;
    const card = document.getElementById(`session-${wanted.current}`);
    if (!card) return;
    wanted.current = null;
    card.focus({ preventScroll: true });
  });
  const go = (card: Placed | null) => {
    if (!card || !box.current) return;
    wanted.current = card.item.id;
    setCurrent(card.item.id);
    reveal(box.current, card);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = arrows[event.key];
    const id = (event.target as HTMLElement).id;
    if (event.metaKey || event.ctrlKey || event.altKey || !id.startsWith("session-")) return;
    if (event.key === "s") toggle(id.slice("session-".length));
    else if (direction) go(neighbour(layout, id.slice("session-".length), direction));
    else return;
    event.preventDefault();
  };
  const columns = layout.columns.slice(drawn.first, drawn.last + 1);
  const seen = (card: Placed) => card.top + card.height >= drawn.top && card.top <= drawn.bottom;
  const first = columns.flatMap((column) => column.cards).find(seen)?.item.id;
  const reachable = columns.some((column) =>
    column.cards.some((card) => card.item.id === current && seen(card)),
  );
  return (
    // The cards are links; arrow keys are an addition to Tab.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={box}
      data-agenda-grid
      onKeyDown={onKeyDown}
      className="relative min-h-0 flex-1 scrollbar-slim overflow-auto overscroll-contain border-t border-border"
    >
      <div style={{ width: layout.width, height: layout.height + grid.head }} className="relative min-w-full">
        <Heads columns={columns} first={drawn.first} city={zoneCity(zone)} />
        <div className="absolute inset-x-0 bottom-0" style={{ top: grid.head }}>
          <Lines layout={layout} />
          {live && (
            <div
              aria-hidden
              style={{ top: topOf(now, layout.start) }}
              className="absolute right-0 left-18 h-[1.5px] bg-live"
            />
          )}
          {columns.map((column) => (
            <ul key={column.id} aria-label={[column.name, column.detail].filter(Boolean).join(", ")}>
              {column.cards.filter(seen).map((card) => (
                <AgendaCard
                  key={card.item.id}
                  card={card}
                  base={`/e/${state.event.slug}`}
                  moment={momentOf(card.item, now)}
                  now={momentOf(card.item, now) === "live" ? now : 0}
                  starred={state.stars.has(card.item.id)}
                  clash={clashing.get(card.item.id)}
                  current={card.item.id === (reachable ? current : first)}
                  clock={span(card.item.start, card.item.end, zone)}
                  onStar={onStar}
                  onFocus={setCurrent}
                />
              ))}
            </ul>
          ))}
        </div>
        <Gutter layout={layout} now={live ? now : null} zone={zone} label={t("events.times")} />
      </div>
    </div>
  );
}

export function momentOf(item: AgendaItem, now: number): CardMoment {
  return item.end <= now ? "past" : item.start <= now ? "live" : "later";
}

/** The first look at the day that is on has the present a third from the top. */
function useStartAtNow(box: RefObject<HTMLElement | null>, layout: AgendaLayout, now: number | null): void {
  const top = now === null ? null : topOf(now, layout.start);
  const done = useRef(false);
  useLayoutEffect(() => {
    if (!box.current || top === null || done.current) return;
    done.current = true;
    box.current.scrollTo({ top: top - box.current.clientHeight / 3 });
  }, [box, top]);
}

function reveal(box: HTMLElement, card: Placed): void {
  const top = card.top - 24;
  const left = card.left - grid.gutter;
  const bottom = card.top + card.height + grid.head + 24;
  const right = card.left + card.width + 24;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  if (left < box.scrollLeft) box.scrollLeft = left;
  else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
}

function Heads({ columns, first, city }: { columns: AgendaColumn[]; first: number; city: string }) {
  return (
    <div
      style={{ height: grid.head }}
      className="sticky top-0 z-3 w-full border-b border-border bg-background"
    >
      {columns.map((column, i) => (
        <div
          key={column.id}
          aria-hidden
          style={{ left: grid.gutter + (first + i) * grid.column, width: grid.column, height: grid.head }}
          className="absolute flex items-center gap-2 px-2.5"
        >
          {column.swatch && <Swatch {...column.swatch} />}
          <span className="min-w-0 truncate text-13 font-semibold" title={column.name}>
            {column.name}
          </span>
          {column.detail && (
            <span className="min-w-12 shrink-4 truncate text-12 text-muted">{column.detail}</span>
          )}
        </div>
      ))}
      <span
        style={{ height: grid.head - 1, width: grid.gutter - 6 }}
        className="sticky left-0 z-1 flex items-center truncate bg-background pl-6 text-12 text-muted max-md:pl-4"
      >
        {city}
      </span>
    </div>
  );
}

function Lines({ layout }: { layout: AgendaLayout }) {
  return timeLines(layout)
    .filter((at) => at % 3_600_000 === 0)
    .map((at) => (
      <div
        key={at}
        aria-hidden
        style={{ top: topOf(at, layout.start), left: grid.gutter }}
        className="absolute right-0 h-px bg-border"
      />
    ));
}

type GutterProps = { layout: AgendaLayout; now: number | null; zone: string; label: string };

function Gutter({ layout, now, zone, label }: GutterProps) {
  const near = (at: number) => now !== null && Math.abs(at - now) < 8 * 60_000;
  return (
    <div
      aria-label={label}
      role="img"
      style={{ width: grid.gutter - 6, height: layout.height }}
      className="pointer-events-none sticky left-0 z-2 bg-background text-12 text-muted tabular-nums"
    >
      {timeLines(layout)
        .filter((at) => !near(at))
        .map((at) => (
          <span
            key={at}
            style={{ top: topOf(at, layout.start) }}
            className="absolute left-6 -translate-y-2 max-md:left-4"
          >
            {clock(at, zone)}
          </span>
        ))}
      {now !== null && (
        <span
          style={{ top: topOf(now, layout.start) }}
          className={cn(
            "absolute left-4.5 h-5 -translate-y-[9px] rounded-control bg-live px-[7px] leading-5 font-medium text-white max-md:left-2 dark:text-background",
          )}
        >
          {clock(now, zone)}
        </span>
      )}
    </div>
  );
}
