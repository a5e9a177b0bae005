"use client";

import { useMounted, useNow } from "@/lib/hooks";
import { t } from "@/lib/i18n";
import { clock, dayClock, friendly, span, viewerZone, zoneCity } from "@/lib/time";

export type TimeProps = {
  at: string;
  /** With `end`, shows "14:00 to 14:50". */
  end?: string;
  /** The event's zone: used on the server, and one hover away in the browser. */
  zone?: string;
  /** `clock` "14:22"; `day` adds the day when it is not today; `relative` "in 5 min" when within the hour. */
  format?: "clock" | "day" | "relative";
  className?: string;
};

/** A time in the viewer's zone. Server and hydration show the event's zone, so that nothing mismatches. */
export function Time({ at, end, zone = "UTC", format = "clock", className }: TimeProps) {
  const now = useNow();
  const mounted = useMounted();
  const local = mounted ? viewerZone() : zone;
  const theirs = t("common.inZone", {
    time: end ? span(at, end, zone) : dayClock(at, now ?? at, zone),
    city: zoneCity(zone),
  });
  return (
    <time dateTime={at} title={theirs} className={className}>
      {text({ at, end, format }, local, now)}
    </time>
  );
}

function text(
  { at, end, format }: Pick<TimeProps, "at" | "end" | "format">,
  zone: string,
  now: number | null,
): string {
  if (end) return span(at, end, zone);
  if (format === "relative" && now) return friendly(at, now, zone);
  if (format !== "clock") return dayClock(at, now ?? 0, zone);
  return clock(at, zone);
}
