/** Times for people: in the viewer's zone, relative when near. All functions are pure; `now` is passed in. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const locale = "en-GB";

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone ?? ""}|${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    } catch {
      // A zone this browser does not know: the viewer's own is better than nothing.
      made = new Intl.DateTimeFormat(locale, options);
    }
    formatters.set(key, made);
  }
  return made;
}

export type Moment = Date | string | number;
const dateOf = (at: Moment): Date => (at instanceof Date ? at : new Date(at));

/** The viewer's zone, for example "Europe/Lisbon". On the server this is the server's: use it in browsers only. */
export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** "Europe/Lisbon" → "Lisbon"; "America/Argentina/Buenos_Aires" → "Buenos Aires". */
export function zoneCity(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
}

/** "14:22" */
export function clock(at: Moment, zone?: string): string {
  return formatter(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(dateOf(at));
}

/** "Sat 21 Nov" */
export function dayShort(at: Moment, zone?: string): string {
  return formatter(zone, { weekday: "short", day: "numeric", month: "short" })
    .format(dateOf(at))
    .replace(",", "");
}

/** "Saturday 21 November" */
export function dayLong(at: Moment, zone?: string): string {
  return formatter(zone, { weekday: "long", day: "numeric", month: "long" })
    .format(dateOf(at))
    .replace(",", "");
}

/** "2026-11-21" in the zone: a key to group by, and sortable. */
export function dayKey(at: Moment, zone?: string): string {
  const parts = formatter(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(
    dateOf(at),
  );
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}`;
}

/** "14:22" today, else "Sat 21 Nov, 14:22". */
export function dayClock(at: Moment, now: Moment, zone?: string): string {
  return dayKey(at, zone) === dayKey(now, zone)
    ? clock(at, zone)
    : `${dayShort(at, zone)}, ${clock(at, zone)}`;
}

/** "14:00 to 14:50", with days when they differ: "Sat 21 Nov, 08:30 to Sun 22 Nov, 17:30". */
export function span(start: Moment, end: Moment, zone?: string): string {
  if (dayKey(start, zone) === dayKey(end, zone)) return `${clock(start, zone)} to ${clock(end, zone)}`;
  return `${dayShort(start, zone)}, ${clock(start, zone)} to ${dayShort(end, zone)}, ${clock(end, zone)}`;
}

/** Whole minutes as "28 min", "1 h 38 min", "2 h"; under a minute "1 min" (never "0 min"). */
export function duration(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / minute));
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
}

/** "in 5 min", "12 min ago", "now" (within 45 s); null when further than `near` (default one hour): use a clock. */
export function relative(at: Moment, now: Moment, near: number = hour): string | null {
  const distance = dateOf(at).getTime() - dateOf(now).getTime();
  if (Math.abs(distance) < 45_000) return "now";
  if (Math.abs(distance) > near) return null;
  return distance > 0 ? `in ${duration(distance)}` : `${duration(-distance)} ago`;
}

/** What a list shows: relative when near, else the clock, with the day when it is another day. */
export function friendly(at: Moment, now: Moment, zone?: string): string {
  return relative(at, now) ?? dayClock(at, now, zone);
}

/** Milliseconds until the text of `friendly(at, now)` can change: when to look again. */
export function nextChange(at: Moment, now: Moment): number {
  const distance = Math.abs(dateOf(at).getTime() - dateOf(now).getTime());
  if (distance < 2 * minute) return 5_000;
  return distance < 2 * hour ? 30_000 : Math.min(distance - hour, day);
}
