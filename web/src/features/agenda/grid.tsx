"use client";

import { useCallback, useLayoutEffect, useRef, type RefObject } from "react";

import { Swatch } from "@/components/ui/swatch";
import { useAgendaStar, useWaitingStars } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { usePlace } from "@/lib/place";
import type { Store } from "@/lib/store";
import { clock, dayAndClock, span } from "@/lib/time";

import { AgendaCard, type CardMoment } from "./card";
import { entryOf, grid, timeLines, topOf, type AgendaColumn, type AgendaLayout, type Placed } from "./layout";
import type { AgendaItem } from "./model";
import type { Agenda } from "./use-agenda";
import { useCardKeys } from "./use-card-keys";
import { useDrawn, type Drawn, type Frame } from "./window";

export type AgendaGridProps = { agenda: Agenda; layout: AgendaLayout; frame: Store<Frame> };

/** A day: a column for each room, time downwards. Only what can be seen is in the page. */
export function AgendaGrid({ agenda, layout, frame }: AgendaGridProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useDrawn(box, frame);
  const { now, zone } = agenda;
  const toggle = useAgendaStar();
  const live = now >= layout.start && now <= layout.end;
  const returned = usePlace(box, `grid ${agenda.day}`);
  useStartAtNow(box, layout, live && agenda.ticking ? now : null, returned);
  const { current, setCurrent, onKeyDown } = useCardKeys(box, layout, toggle);
  const columns = layout.columns.slice(drawn.first, drawn.last + 1);
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
        <Heads columns={columns} first={drawn.first} city={agenda.city} />
        <div className="absolute inset-x-0 bottom-0" style={{ top: grid.head }}>
          <Lines layout={layout} zone={zone} />
          {live && (
            <div
              aria-hidden
              data-now-line
              style={{ top: topOf(now, layout.start) }}
              className="absolute inset-s-18 inset-e-0 h-[1.5px] bg-live"
            />
          )}
          <Columns {...{ agenda, frame, columns, drawn, current }} onStar={toggle} onFocus={setCurrent} />
        </div>
        <Gutter layout={layout} now={live ? now : null} zone={zone} label={t("events.times")} />
      </div>
    </div>
  );
}

type ColumnsProps = {
  agenda: Agenda;
  frame: Store<Frame>;
  columns: readonly AgendaColumn[];
  drawn: Drawn;
  current: string | null;
  onStar: (id: string) => void;
  onFocus: (id: string) => void;
};

function Columns({ agenda, frame, columns, drawn, current, onStar, onFocus }: ColumnsProps) {
  const { now, state, zone, clashing } = agenda;
  const waiting = useWaitingStars();
  const latest = useLatest(onStar);
  // One function for all cards and all time, so that a star redraws its own card alone.
  const star = useCallback((id: string) => latest.current(id), [latest]);
  const seen = (card: Placed) => card.top + card.height >= drawn.top && card.top <= drawn.bottom;
  const shown = columns.map((column) => ({ column, cards: column.cards.filter(seen) }));
  const cards = shown.flatMap(({ cards }) => cards);
  const last = cards.find((card) => card.item.id === current);
  const reachable = (last ?? entryOf(cards, now, frame.get()))?.item.id;
  return shown.map(({ column, cards }) => (
    <ul key={column.id} aria-label={[column.name, column.detail].filter(Boolean).join(", ")}>
      {cards.map((card) => (
        <AgendaCard
          key={card.item.id}
          card={card}
          base={`/e/${state.event.slug}`}
          moment={momentOf(card.item, now)}
          now={momentOf(card.item, now) === "live" ? now : 0}
          starred={state.stars.has(card.item.id)}
          waiting={waiting.has(card.item.id)}
          clash={clashing.get(card.item.id)}
          current={card.item.id === reachable}
          clock={span(card.item.start, card.item.end, zone)}
          until={card.to < card.item.end ? dayAndClock(card.item.end, zone) : undefined}
          onStar={star}
          onFocus={onFocus}
        />
      ))}
    </ul>
  ));
}

export function momentOf(item: AgendaItem, now: number): CardMoment {
  return item.end <= now ? "past" : item.start <= now ? "live" : "later";
}

/** The first look at the day that is on has the present a third from the top, unless one has `returned` to a place. */
function useStartAtNow(
  box: RefObject<HTMLElement | null>,
  layout: AgendaLayout,
  now: number | null,
  returned: { readonly current: boolean },
): void {
  const top = now === null ? null : topOf(now, layout.start);
  const done = useRef(false);
  // Scrolls what has just been drawn, before it is seen.
  useLayoutEffect(() => {
    if (!box.current || top === null || done.current) return;
    done.current = true;
    if (returned.current) return;
    box.current.scrollTo({ top: top - box.current.clientHeight / 3 });
  }, [box, top, returned]);
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
          style={{
            insetInlineStart: grid.gutter + (first + i) * grid.column,
            width: grid.column,
            height: grid.head,
          }}
          className="absolute flex items-center gap-2 px-2.5"
        >
          {column.swatch && <Swatch {...column.swatch} />}
          <span dir="auto" className="min-w-0 truncate text-13 font-semibold" title={column.name}>
            {column.name}
          </span>
          {column.detail && (
            <span dir="auto" className="min-w-12 shrink-4 truncate text-12 text-muted">
              {column.detail}
            </span>
          )}
        </div>
      ))}
      <span
        style={{ height: grid.head - 1, width: grid.gutter - 6 }}
        className="sticky inset-s-0 z-1 flex items-center bg-background ps-6 text-12 text-muted max-md:ps-4"
      >
        {/* "Lord Howe" on two lines, "Kathmandu" on one. */}
        <span dir="auto" className="line-clamp-2 min-w-0 leading-[15px] break-words" title={city}>
          {city}
        </span>
      </span>
    </div>
  );
}

function Lines({ layout, zone }: { layout: AgendaLayout; zone: string }) {
  return timeLines(layout, zone)
    .filter(({ full }) => full)
    .map(({ at }) => (
      <div
        key={at}
        aria-hidden
        style={{ top: topOf(at, layout.start), insetInlineStart: grid.gutter }}
        className="absolute inset-e-0 h-px bg-border"
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
      className="pointer-events-none sticky inset-s-0 z-2 bg-background text-12 text-muted tabular-nums"
    >
      {timeLines(layout, zone)
        .filter(({ at }) => !near(at))
        .map(({ at }) => (
          <span
            key={at}
            style={{ top: topOf(at, layout.start) }}
            className="absolute inset-s-6 -translate-y-2 max-md:inset-s-4"
          >
            {clock(at, zone)}
          </span>
        ))}
      {now !== null && (
        <span
          style={{ top: topOf(now, layout.start) }}
          className={cn(
            "absolute inset-s-4.5 h-5 -translate-y-[9px] rounded-control bg-live px-[7px] leading-5 font-medium text-white max-md:inset-s-2 dark:text-background",
          )}
        >
          {clock(now, zone)}
        </span>
      )}
    </div>
  );
}
