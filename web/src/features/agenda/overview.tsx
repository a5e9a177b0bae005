"use client";

import { useMemo, useRef, type PointerEvent } from "react";

import { direction } from "@/lib/locale";
import type { Store } from "@/lib/store";
import { useStore } from "@/lib/use-store";

import { grid, topOf, type AgendaLayout } from "./layout";
import type { Frame } from "./window";

const width = 319;
const height = 35;
const hour = 3_600_000;

export type AgendaOverviewProps = {
  layout: AgendaLayout;
  now: number;
  frame: Store<Frame>;
  /** Wants to see this place of the grid, px from its corner, in the middle. */
  onGo: (x: number, y: number) => void;
};

/** The whole day on a stamp: rooms across, hours down, and a frame around what the grid shows. Press to go there. */
export function AgendaOverview({ layout, now, frame, onGo }: AgendaOverviewProps) {
  const box = useRef<HTMLDivElement>(null);
  const paths = useMemo(() => cells(layout, now), [layout, now]);
  const go = (event: PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    if (!area) return;
    onGo(
      ((direction() === "rtl" ? area.right - event.clientX : event.clientX - area.left) / area.width) *
        across(layout),
      ((event.clientY - area.top) / area.height) * down(layout),
    );
  };
  return (
    // For the pointer alone: with the keyboard arrow keys go everywhere in the grid itself.
    <div
      ref={box}
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && go(event)}
      style={{ width, height }}
      className="relative shrink-0 cursor-pointer touch-none"
    >
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="absolute inset-0 rtl:-scale-x-100"
      >
        <path d={paths.past} className="fill-border-strong" />
        <path d={paths.later} className="fill-muted opacity-70" />
        <path d={paths.now} className="fill-live" />
      </svg>
      <Seen layout={layout} frame={frame} />
    </div>
  );
}

const across = (layout: AgendaLayout): number => Math.max(1, layout.columns.length * grid.column);
const down = (layout: AgendaLayout): number => Math.max(1, layout.height);

function Seen({ layout, frame }: { layout: AgendaLayout; frame: Store<Frame> }) {
  const seen = useStore(frame);
  const left = (seen.x / across(layout)) * width;
  const top = (seen.y / down(layout)) * height;
  const wide = Math.min(width - left, ((seen.width - grid.gutter) / across(layout)) * width);
  const tall = Math.min(height - top, ((seen.height - grid.head) / down(layout)) * height);
  return (
    <div
      style={{
        insetInlineStart: left - 2,
        top: top - 2,
        width: Math.max(8, wide + 4),
        height: Math.max(6, tall + 4),
      }}
      className="absolute rounded-kbd bg-accent/10 outline-[1.5px] outline-accent"
    />
  );
}

/** A cell for each room and hour that has a session. */
function cells(layout: AgendaLayout, now: number): { past: string; now: string; later: string } {
  const paths = { past: "", now: "", later: "" };
  const step = width / Math.max(1, layout.columns.length);
  const hours = Math.max(1, Math.ceil((layout.end - layout.start) / hour));
  const rows = height / hours;
  layout.columns.forEach((column, i) => {
    const cell = new Map<number, "past" | "now" | "later">();
    for (const { item, to } of column.cards) {
      const kind = item.end <= now ? "past" : item.start <= now ? "now" : "later";
      for (let at = item.start; at < Math.max(to, item.start + 1); at += hour / 2) {
        const row = Math.floor((topOf(at, layout.start) - grid.above) / grid.hour);
        if (cell.get(row) !== "now") cell.set(row, kind);
      }
    }
    const w = Math.max(1, Math.min(step - 1, 14));
    const h = Math.max(1, rows - 1);
    for (const [row, kind] of cell)
      paths[kind] +=
        `M${(i * step).toFixed(1)} ${(row * rows).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h-${w.toFixed(1)}z`;
  });
  return paths;
}
