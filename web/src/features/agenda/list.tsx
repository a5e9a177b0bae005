"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type KeyboardEvent } from "react";

import { useAgendaStar, useWaitingStars } from "@/features/live-event";
import { isCharacterKey } from "@/lib/keys";
import { usePlace } from "@/lib/place";

import { AgendaRow, keyOf, rowsOf } from "./list-rows";
import { sessionAt } from "./session-link";
import type { Agenda } from "./use-agenda";

const heights = { past: 44, line: 28, group: 32, item: 72 };

/** The day by start time; what is over is folded away until asked for. Only the rows in view are in the page. */
export function AgendaList({ agenda }: { agenda: Agenda }) {
  const { today, now, view } = agenda;
  const rows = rowsOf(today, now, agenda.past || view === "mine");
  const box = useRef<HTMLDivElement>(null);
  const star = useAgendaStar();
  const waiting = useWaitingStars();
  // Nothing of it is memoized here, which is what the rule warns of.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => heights[rows[i]?.kind ?? "item"],
    getItemKey: (i) => keyOf(rows[i], i),
    overscan: 12,
  });
  // After the list's own, which begins at the top.
  usePlace(box, `${view} ${agenda.day}`);
  const onKeyDown = (event: KeyboardEvent) => keysOf(event, box.current, star);
  return (
    // The rows are links; arrow keys are an addition to Tab.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={box}
      onKeyDown={onKeyDown}
      className="relative min-h-0 flex-1 scrollbar-slim overflow-y-auto overscroll-contain border-t border-border"
    >
      <div style={{ height: virtual.getTotalSize() }} className="relative mx-auto max-w-[832px]">
        {virtual.getVirtualItems().map((at) => {
          const row = rows[at.index];
          return row ? (
            <div
              key={at.key}
              ref={virtual.measureElement}
              data-index={at.index}
              style={{ transform: `translateY(${at.start}px)` }}
              className="absolute inset-x-0 top-0"
            >
              <AgendaRow row={row} agenda={agenda} waiting={waiting} onStar={star} />
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

/** Arrows lead from row to row, `s` stars the one that has the focus. */
function keysOf(event: KeyboardEvent, box: HTMLElement | null, star: (id: string) => void): void {
  const id = sessionAt(event);
  if (id === null) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "s" && isCharacterKey(event.nativeEvent)) star(id);
  else if (step) {
    const links = Array.from(box?.querySelectorAll<HTMLElement>("a[id^=session-]") ?? []);
    links[links.findIndex((link) => link === event.target) + step]?.focus();
  } else return;
  event.preventDefault();
}
