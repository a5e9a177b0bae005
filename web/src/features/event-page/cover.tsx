"use client";

import { useMemo } from "react";

import { cn } from "@/lib/cn";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { clock, dayAndClock } from "@/lib/time";
import { useShownZone } from "@/lib/whose-clock";

import { coverHeight, coverPaths, coverTicks, sessionsIn, type Cover } from "./cover-marks";

const width = 720;
const minute = 60_000;

export type AgendaCoverProps = {
  cover: Cover;
  /** The event's. */
  zone: string;
  /** ms, from the server: what is drawn before the page's own clock runs. */
  at: number;
  /** Highest, in px at full width. */
  most?: number;
  /** Hours under the picture. */
  axis?: boolean;
  /** On the clock that was chosen, as all times of the event's page; else on the event's own. */
  chosen?: boolean;
  className?: string;
};

/** The agenda as the event's cover: grey has been, red is now, dark is to come. Moves with the clock. */
export function AgendaCover({ cover, zone, at, most, axis, chosen, className }: AgendaCoverProps) {
  const t = useT();
  const seconds = useNow() ?? at;
  // A new picture each half minute is enough.
  const now = Math.floor(seconds / 30_000) * 30_000;
  const height = coverHeight(cover, most);
  const paths = useMemo(() => coverPaths(cover, now, width, height), [cover, now, height]);
  const stroke = Math.min(3, (height / cover.rows) * 0.75);
  return (
    <div className={className}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("events.cover", { count: sessionsIn(cover), rooms: cover.rows })}
        className="block w-full rtl:-scale-x-100"
        style={{ height }}
      >
        <g strokeWidth={stroke} fill="none">
          <path d={paths.past} className="stroke-border-strong" />
          <path d={paths.later} className="stroke-foreground opacity-72 dark:opacity-62" />
          <path d={paths.now} className="stroke-live" />
        </g>
      </svg>
      {axis && <Axis cover={cover} zone={zone} chosen={chosen} now={now} />}
    </div>
  );
}

type AxisProps = Pick<AgendaCoverProps, "cover" | "zone" | "chosen"> & { now: number };

function Axis({ cover, zone, chosen, now }: AxisProps) {
  const t = useT();
  const choice = useShownZone(zone);
  const shown = chosen ? choice.zone : zone;
  const end = cover.start + cover.minutes * minute;
  const ticks = coverTicks(cover, now, (at) => clock(at, shown), { start: 0.18 });
  const x = (now - cover.start) / (end - cover.start);
  const live = x >= 0 && x <= 1;
  const centred = "absolute -translate-x-1/2 whitespace-nowrap rtl:translate-x-1/2";
  return (
    <div aria-hidden className="relative mt-2 h-4 text-12 text-muted tabular-nums">
      {(!live || x > 0.24) && <span className="absolute inset-s-0">{dayAndClock(cover.start, shown)}</span>}
      {ticks.map((tick) => (
        <span
          key={tick.at}
          className={cn(centred, "max-sm:hidden")}
          style={{ insetInlineStart: `${tick.x * 100}%` }}
        >
          {clock(tick.at, shown)}
        </span>
      ))}
      {live && (
        <span
          className={cn(centred, "font-medium text-live-text")}
          style={{ insetInlineStart: `clamp(${x > 0.24 ? 34 : 72}px, ${x * 100}%, calc(100% - 34px))` }}
        >
          {t("events.nowAt", { time: x > 0.24 ? clock(now, shown) : dayAndClock(now, shown) })}
        </span>
      )}
      {(!live || x < 0.88) && <span className="absolute inset-e-0">{clock(end, shown)}</span>}
    </div>
  );
}
