"use client";

import { t, useT } from "@/lib/i18n";
import { clock, dayKey, dayLong, daySpan, span, zoneCity } from "@/lib/time";
import { useShownZone, zoneWords } from "@/lib/whose-clock";

export type EventDatesProps = {
  startsAt: string;
  endsAt: string;
  zone: string;
  /** On the clock that was chosen, as all times of the event's page; else on the event's own. */ chosen?: boolean;
};

/** "Sat 21 to Sun 22 Nov, 08:30 to 17:30, Lisbon time", with the event's own time one hover away. */
export function EventDates({ startsAt, endsAt, zone, chosen }: EventDatesProps) {
  const t = useT();
  const choice = useShownZone(zone);
  const shown = chosen ? choice : { zone, own: zone };
  const theirs = t("common.inZone", { time: span(startsAt, endsAt, zone), city: zoneCity(zone) });
  return (
    <span title={theirs}>
      <time dateTime={startsAt} className="font-medium text-foreground">
        {dates(startsAt, endsAt, shown.zone, zone)}
      </time>
      <span className="text-muted">, {zoneWords(shown, [Date.parse(startsAt), Date.parse(endsAt)])}</span>
    </span>
  );
}

/**
 * Days once and hours once for an event that by its own clock opens each morning and closes each evening; else from
 * the first moment to the last. `shown` and `zone` (the event's) are IANA names.
 */
export function dates(startsAt: string, endsAt: string, shown: string, zone: string): string {
  const hours = t("time.span", { from: clock(startsAt, shown), to: clock(endsAt, shown) });
  const days = nightsBetween(dayKey(startsAt, zone), dayKey(endsAt, zone));
  if (clock(startsAt, zone) >= clock(endsAt, zone)) return span(startsAt, endsAt, shown);
  if (days === 0) return t("time.with", { first: dayLong(startsAt, shown), then: hours });
  // The last day is the one it opens on for the last time, also for somebody for whom it closes after midnight.
  const last = Date.parse(startsAt) + days * 86_400_000;
  return t("time.with", { first: daySpan(startsAt, last, shown), then: hours });
}

const nightsBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
