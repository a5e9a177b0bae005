"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Separator } from "@/components/ui/separator";
import { Spinner } from "@/components/ui/spinner";
import { useT } from "@/lib/i18n";
import { createStore } from "@/lib/store";
import { dayLong } from "@/lib/time";
import { useShownZone, zoneWords } from "@/lib/whose-clock";
import { useStore } from "@/lib/use-store";

import type { Line, Row } from "./rows";

export type LogProps = {
  rows: ReadonlyArray<Row>;
  line: (line: Line, head: boolean) => ReactNode;
  older: "none" | "more" | "loading" | "failed";
  onOlder: () => void;
  /** How many came while the reader was further up. */
  unseen: number;
  /** The reader is, or is no longer, at the end. */
  onAtEnd: (atEnd: boolean) => void;
  /** Changes when the reader has written: then the end is shown. */
  toEnd: number;
  /** A row to show: for each new one the reader is taken there. */
  to?: Goal | null;
};
/** By its key; another object is another time. */
export type Goal = { readonly key: string };

/** So near to the top (px), older messages are asked for. */
const near = 600;
const endWithin = 40;

/** A long log: only what is in view exists; what is added above or below never moves what is read. */
export function Log({ rows, line, older, onOlder, unseen, onAtEnd, toEnd, to = null }: LogProps) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  // Its functions change what they answer without changing themselves, and are called in rendering only here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: endWithin,
    overscan: 6,
    paddingEnd: 8,
  });
  const has = rows.length > 0;
  const { onScroll, leave } = useStaysAtEnd(scroller, list, has, toEnd);
  useGoesTo(list, rows, to, leave, scroller);
  const [atEnd, look] = usePosition(scroller, older === "more" ? onOlder : null, onAtEnd);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={() => {
          onScroll();
          look();
        }}
        role="log"
        aria-label={t("chat.log")}
        aria-live="off"
        tabIndex={0}
        className="h-full scrollbar-slim overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div className="relative w-full" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={row.key}
                ref={list.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0 focus-within:z-10 hover:z-10"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === "line" ? line(row.line, row.head) : <Mark row={row} />}
              </div>
            );
          })}
        </div>
      </div>
      {(older === "loading" || older === "failed") && <Older state={older} onRetry={onOlder} />}
      {!atEnd && has && <ToEnd unseen={unseen} onPress={() => list.scrollToEnd()} />}
    </div>
  );
}

type Scroller = RefObject<HTMLDivElement | null>;

const toGo = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement) =>
  scrollHeight - scrollTop - clientHeight;

/** Shows the end at first, when the reader has written, and when the view becomes smaller while they are there. */
function useStaysAtEnd(
  scroller: Scroller,
  list: { scrollToEnd: () => void },
  has: boolean,
  toEnd: number,
): { onScroll: () => void; leave: () => void } {
  /** Where the reader left it; a view that becomes smaller (a bar, a keyboard on the screen) does not change that. */
  const stays = useRef(true);
  // Before the first rows are seen, and whenever the reader has written.
  useLayoutEffect(() => {
    if (has) list.scrollToEnd();
  }, [list, has, toEnd]);
  // The browser says when the view grows or shrinks.
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const observer = new ResizeObserver(() => stays.current && list.scrollToEnd());
    observer.observe(box);
    return () => observer.disconnect();
  }, [scroller, list]);
  return {
    onScroll: () => {
      if (scroller.current) stays.current = toGo(scroller.current) < endWithin;
    },
    leave: () => {
      stays.current = false;
    },
  };
}

/** Takes the reader to a row, once, when it is there. */
function useGoesTo(
  list: { scrollToIndex: (index: number, options: { align: "center" }) => void },
  rows: ReadonlyArray<Row>,
  to: Goal | null,
  leave: () => void,
  scroller: Scroller,
): void {
  const went = useRef<Goal | null>(null);
  // After the rows are there, before they are seen.
  useLayoutEffect(() => {
    const index = to === null || to === went.current ? -1 : rows.findIndex((row) => row.key === to.key);
    if (index < 0) return;
    went.current = to;
    leave();
    list.scrollToIndex(index, { align: "center" });
    scroller.current?.focus({ preventScroll: true });
  });
}

/** Whether the end is in view; asks for older messages near the beginning. */
function usePosition(
  scroller: Scroller,
  onOlder: (() => void) | null,
  onAtEnd: (atEnd: boolean) => void,
): [boolean, () => void] {
  const [end] = useState(() => createStore(true));
  const atEnd = useStore(end);
  const look = () => {
    const box = scroller.current;
    if (!box) return;
    if (box.scrollTop < near) onOlder?.();
    end.set(toGo(box) < endWithin);
  };
  // Told upwards: the page around it counts what is unread.
  useEffect(() => onAtEnd(atEnd), [atEnd, onAtEnd]);
  // A page shorter than the view has nothing to scroll: ask at once.
  useEffect(look);
  return [atEnd, look];
}

function Older({ state, onRetry }: { state: "loading" | "failed"; onRetry: () => void }) {
  const t = useT();
  return (
    <div className="pointer-events-none absolute inset-x-0 top-2 flex justify-center">
      <div className="pointer-events-auto flex h-8 items-center gap-2 rounded-full bg-raised px-3 text-12 text-muted shadow-2">
        {state === "loading" ? (
          <>
            <Spinner />
            {t("chat.loadingOlder")}
          </>
        ) : (
          <>
            {t("chat.olderFailed")}
            <button type="button" onClick={onRetry} className="font-medium text-accent-text hover:underline">
              {t("chat.retry")}
            </button>
          </>
        )}
      </div>
    </div>
  );
}

function ToEnd({ unseen, onPress }: { unseen: number; onPress: () => void }) {
  const t = useT();
  return (
    <Button
      variant="outline"
      size="sm"
      className="absolute inset-x-0 bottom-2 mx-auto w-fit rounded-full bg-raised shadow-2"
      onClick={onPress}
    >
      <Icon icon={ArrowDown} size={14} />
      {unseen > 0 ? t("chat.newCount", { count: unseen }) : t("chat.latest")}
    </Button>
  );
}

function Mark({ row }: { row: Exclude<Row, { kind: "line" }> }) {
  const t = useT();
  const shown = useShownZone();
  if (row.kind === "day")
    return (
      <Separator className="px-4 pt-4 pb-1">
        {dayLong(row.at, shown.zone)} · {zoneWords(shown, [Date.parse(row.at)])}
      </Separator>
    );
  return (
    <Separator className="px-4 pt-4 pb-1 text-accent-text before:bg-accent-text/40 after:bg-accent-text/40">
      {t("chat.new")}
    </Separator>
  );
}

/** Near enough that the scroll bar does not jump when rows are measured. */
function estimate(row: Row | undefined): number {
  if (!row || row.kind !== "line") return 36;
  const lines = row.line.body.split("\n", 40).reduce((sum, one) => sum + 1 + Math.floor(one.length / 42), 0);
  return (row.head ? 32 : 4) + Math.min(340, lines * 20);
}
