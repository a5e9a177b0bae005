"use client";

import { startTransition, useEffect, useState, type RefObject } from "react";

import { direction } from "@/lib/locale";
import type { Store } from "@/lib/store";

import { grid } from "./layout";

/** What of the grid can be seen, in px from its corner. */
export type Frame = { x: number; y: number; width: number; height: number };
/** What is drawn: columns [first, last] and px from top to bottom, with a margin, in steps. */
export type Drawn = { first: number; last: number; top: number; bottom: number };

const step = grid.hour * 2;

/** Steps wide enough that most scrolling changes nothing, and the margin is never less than a step. */
export function drawnOf(frame: Frame): Drawn {
  return {
    first: Math.max(0, Math.floor(frame.x / grid.column) - 2),
    last: Math.ceil((frame.x + frame.width) / grid.column) + 1,
    top: (Math.floor(frame.y / step) - 1) * step,
    bottom: (Math.ceil((frame.y + frame.height) / step) + 1) * step,
  };
}

/** Of a scrolled box; `x` counts from where lines begin, on whichever side. */
export const scrolled = (box: HTMLElement): Frame => ({
  x: Math.abs(box.scrollLeft),
  y: box.scrollTop,
  width: box.clientWidth,
  height: box.clientHeight,
});

/** To so many px from where lines begin. */
export function scrollAcross(box: HTMLElement, x: number, y: number = box.scrollTop): void {
  const left = Math.max(0, x);
  box.scrollTo({ left: direction() === "rtl" ? -left : left, top: y });
}

const same = (a: Drawn, b: Drawn): boolean =>
  a.first === b.first && a.last === b.last && a.top === b.top && a.bottom === b.bottom;

/** Follows a scrolled box: tells `frame` each pixel, and gives what is to be drawn when that changes. */
export function useDrawn(box: RefObject<HTMLElement | null>, frame: Store<Frame>): Drawn {
  const [drawn, setDrawn] = useState<Drawn>(() => drawnOf({ x: 0, y: 0, width: 1440, height: 900 }));
  // Follows the browser: what is scrolled into view, and how large it is.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const next = scrolled(element);
      frame.set(next);
      // In slices, so that a hundred new cards do not hold up the scrolling; the margin covers the while.
      startTransition(() => setDrawn((before) => (same(before, drawnOf(next)) ? before : drawnOf(next))));
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [box, frame]);
  return drawn;
}
