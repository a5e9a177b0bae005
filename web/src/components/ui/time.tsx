"use client";

import { useMounted, useNow } from "@/lib/hooks";
import { t } from "@/lib/i18n";
import {
  clock,
  dayAndClock,
  dayClock,
  dayShort,
  friendly,
  onOneDay,
  span,
  spanLong,
  zoneCity,
} from "@/lib/time";
import { useShownZone, zoneWords, type ShownZone } from "@/lib/whose-clock";

export type TimeProps = {
  at: string;
  /** With `end`, shows "14:00 to 14:50". */
  end?: string;
  /** The event's zone, if it is not the one around this. */
  zone?: string;
  /**
   * `clock` "14:22"; `day` adds the day when it is not today; `full` always; `relative` "in 5 min" when within the hour;
   * `long` "14:00 to 14:50, Saturday 21 November, Lisbon time", which needs no heading.
   */
  format?: "clock" | "day" | "full" | "relative" | "long";
  className?: string;
};

/** A time in the zone that is shown (`lib/whose-clock`), with the day and the event's own time one hover away. */
export function Time({ at, end, zone, format = "clock", className }: TimeProps) {
  const now = useNow();
  const shown = useShownZone(zone);
  const own = shown.own ?? shown.zone;
  const hover = t("common.inZone", {
    time: end ? spanLong(at, end, own) : dayAndClock(at, own),
    city: zoneCity(own),
  });
  return (
    <time dateTime={at} title={hover} className={className}>
      {text({ at, end, format }, shown, now)}
    </time>
  );
}

type Words = Pick<TimeProps, "at" | "end" | "format">;

function text({ at, end, format }: Words, shown: ShownZone, now: number | null): string {
  const { zone } = shown;
  if (format === "long")
    return `${spanLong(at, end ?? at, zone)}, ${zoneWords(shown, [Date.parse(at), Date.parse(end ?? at)])}`;
  if (format === "full") return dayAndClock(at, zone);
  if (end) return span(at, end, zone);
  if (format === "relative" && now) return friendly(at, now, zone);
  if (format !== "clock") return dayClock(at, now ?? 0, zone);
  return clock(at, zone);
}

/** Whether these moments are all on one day of the zone shown: then a heading says it, and the rows need not. */
export function useOnOneDay(moments: readonly string[], zone?: string): boolean {
  return onOneDay(moments, useShownZone(zone).zone);
}

export type WhenNoteProps = {
  /** Of the times below it; none: only whose clock it is now. */
  moments?: readonly string[];
  zone?: string;
  /** As a sentence of its own, for pages whose times stand in sentences. */
  sentence?: boolean;
  className?: string;
};

/** "Sat 27 Nov · New York time": once over a list of times, for all of them; without the day where they have several. */
export function WhenNote({ moments = [], zone, sentence, className }: WhenNoteProps) {
  const shown = useShownZone(zone);
  const mounted = useMounted();
  const [first] = moments;
  // Without an event there is no zone to name before the viewer's is known.
  if (!mounted && shown.own === null) return null;
  const words = zoneWords(
    shown,
    moments.map((at) => Date.parse(at)),
  );
  if (sentence) return <span className={className}>{t("common.timesIn", { zone: words })}</span>;
  return (
    <span className={className}>
      {first !== undefined && onOneDay(moments, shown.zone)
        ? `${dayShort(first, shown.zone)} · ${words}`
        : words}
    </span>
  );
}
