/** Times for people: in the page's language and the viewer's zone, relative when near; `now` is passed in. */

import { t, type MessageKey } from "./i18n";
import { language, locale } from "./locale";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** For machines: keys and arithmetic, in digits that can be read again. */
const plain = "en-GB";

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
  of: string = locale(),
): Intl.DateTimeFormat {
  const key = `${of}|${zone ?? ""}|${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat(of, { ...options, timeZone: zone });
    } catch {
      // A zone this browser does not know, but perhaps by an older name. Else the viewer's own is better than nothing.
      const older = Object.keys(renamedZones).find((name) => renamedZones[name] === zone);
      made = new Intl.DateTimeFormat(of, { ...options, timeZone: older });
    }
    formatters.set(key, made);
  }
  return made;
}

/**
 * Zones that browsers list under names their places no longer have (CLDR keeps the first it knew), and under which
 * name they are shown and kept.
 */
export const renamedZones: Readonly<Record<string, string | undefined>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

export type Moment = Date | string | number;
const dateOf = (at: Moment): Date => (at instanceof Date ? at : new Date(at));

let viewers = "";
let viewersSince = -Infinity;

/**
 * The viewer's zone, for example "Europe/Lisbon". On the server this is the server's: use it in browsers only. Asked anew
 * after a second at the earliest: every time that is shown wants it, and the browser takes as long to tell as to draw one.
 */
export function viewerZone(): string {
  const now = performance.now();
  if (Math.abs(now - viewersSince) > 1_000) {
    viewers = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    viewersSince = now;
  }
  return viewers;
}

/** "Europe/Lisbon" → "Lisbon"; "America/Argentina/Buenos_Aires" → "Buenos Aires"; under today's name of the place. */
export function zoneCity(zone: string): string {
  return ((renamedZones[zone] ?? zone).split("/").pop() ?? zone).replaceAll("_", " ");
}

const dayDigits = { year: "numeric", month: "2-digit", day: "2-digit" } as const;

/** What a clock in `zone` shows at this instant, to the minute: "2026-11-28T09:00". */
export function localOf(at: Moment, zone: string): string {
  const options = { ...dayDigits, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts = formatter(zone, options, plain).formatToParts(dateOf(at));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

/** How far clocks in `zone` are before UTC at this instant, in minutes: 60 in Brussels in winter. */
export function offsetOf(at: Moment, zone: string): number {
  return Date.parse(`${localOf(at, zone)}Z`) / minute - Math.floor(dateOf(at).getTime() / minute);
}

/** "UTC+1", "UTC-3:30", "UTC"; `full` "UTC+01:00". */
export function offsetName(at: Moment, zone: string, full = false): string {
  const offset = offsetOf(at, zone);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const tail = full || minutes ? `:${String(minutes).padStart(2, "0")}` : "";
  if (!offset && !full) return "UTC";
  return `UTC${offset < 0 ? "-" : "+"}${full ? String(hours).padStart(2, "0") : hours}${tail}`;
}

/** Whether clocks in both zones show the same from one moment to the other (half days are looked at, 62 days at most). */
export function sameClock(a: string, b: string, from: number, to: number): boolean {
  if (a === b) return true;
  const last = Math.min(to, from + 62 * day);
  for (let at = from; at < last; at += day / 2) if (offsetOf(at, a) !== offsetOf(at, b)) return false;
  return offsetOf(last, a) === offsetOf(last, b);
}

/** "14:22" */
export function clock(at: Moment, zone?: string): string {
  return formatter(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(dateOf(at));
}

const short = { weekday: "short", day: "numeric", month: "short" } as const;
/** English days have no comma here. */
const ours = (day: string): string => (language() === "en" ? day.replace(",", "") : day);

/** "Sat 21 Nov" */
export const dayShort = (at: Moment, zone?: string): string =>
  ours(formatter(zone, short).format(dateOf(at)));

/** "Sat 21 Nov 2026": where days of several years stand beside each other. */
export const dayYear = (at: Moment, zone?: string): string =>
  ours(formatter(zone, { ...short, year: "numeric" }).format(dateOf(at)));

/** "Saturday 21 November" */
export const dayLong = (at: Moment, zone?: string): string =>
  ours(formatter(zone, { weekday: "long", day: "numeric", month: "long" }).format(dateOf(at)));

/** "21 November 2026" */
export const dateLong = (at: Moment, zone?: string): string =>
  ours(formatter(zone, { day: "numeric", month: "long", year: "numeric" }).format(dateOf(at)));

/** "Sat 21 to Sun 22 Nov": a month that both end with is said once. */
export function daySpan(from: Moment, to: Moment, zone?: string): string {
  const [first, last] = [from, to].map((at) => formatter(zone, short).formatToParts(dateOf(at)));
  const ends = [first, last].map((parts) => parts?.at(-1));
  const same = ends[0]?.type === "month" && ends[0].value === ends[1]?.value;
  const text = (parts: readonly Intl.DateTimeFormatPart[] = []) => parts.map(({ value }) => value).join("");
  const start = ours(text(same ? first?.slice(0, -1) : first).trimEnd());
  return t("time.span", { from: start, to: ours(text(last)) });
}

/** "2026-11-21" in the zone: a key to group by, and sortable. */
export function dayKey(at: Moment, zone?: string): string {
  const parts = formatter(zone, dayDigits, plain).formatToParts(dateOf(at));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}`;
}

/** "14:22" today, else "Sat 21 Nov, 14:22". */
export function dayClock(at: Moment, now: Moment, zone?: string): string {
  return dayKey(at, zone) === dayKey(now, zone) ? clock(at, zone) : dayAndClock(at, zone);
}

/**
 * "14:00 to 14:50"; "14:00" where it ends as it starts; with days when they differ ("Sat 21 Nov, 08:30 to Sun 22 Nov,
 * 17:30"), and with offsets where clocks go back meanwhile ("02:30 (UTC+2) to 02:15 (UTC+1)").
 */
export function span(start: Moment, end: Moment, zone?: string): string {
  const [from, to] = [clock(start, zone), clock(end, zone)];
  if (dateOf(end) <= dateOf(start)) return from;
  if (dayKey(start, zone) !== dayKey(end, zone))
    return t("time.span", { from: dayAndClock(start, zone), to: dayAndClock(end, zone) });
  if (from < to) return t("time.span", { from, to });
  const shown = zone ?? viewerZone();
  return t("time.span", {
    from: t("time.offset", { time: from, offset: offsetName(start, shown) }),
    to: t("time.offset", { time: to, offset: offsetName(end, shown) }),
  });
}

/** "15:50 to 16:20, Sunday 28 November": a span that always says its day. */
export function spanLong(start: Moment, end: Moment, zone?: string): string {
  const both = dayKey(start, zone) === dayKey(end, zone) || dateOf(end) <= dateOf(start);
  const times = span(start, end, zone);
  return both ? t("time.with", { first: times, then: dayLong(start, zone) }) : times;
}

/** "Sat 21 Nov, 14:22" */
export const dayAndClock = (at: Moment, zone?: string): string =>
  t("time.with", { first: dayShort(at, zone), then: clock(at, zone) });

/** Whether all these moments are on the same day of the zone. */
export function onOneDay(moments: readonly Moment[], zone?: string): boolean {
  const [first] = moments;
  return first !== undefined && moments.every((at) => dayKey(at, zone) === dayKey(first, zone));
}

/** Whole minutes as "28 min", "1 h 38 min", "2 h", from a day on "2 d 3 h"; under a minute "1 min" (never "0 min"). */
export function duration(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / minute));
  if (minutes < 60) return t("time.minutes", { count: minutes });
  if (minutes < 24 * 60) return two("time.hours", Math.floor(minutes / 60), "time.minutes", minutes % 60);
  const hours = Math.round(minutes / 60);
  return two("time.days", Math.floor(hours / 24), "time.hours", hours % 24);
}

function two(unit: MessageKey, count: number, smaller: MessageKey, rest: number): string {
  const large = t(unit, { count });
  return rest ? t("time.two", { large, small: t(smaller, { count: rest }) }) : large;
}

/** "in 5 min", "12 min ago", "now" (within 45 s); null when further than `near` (default one hour): use a clock. */
export function relative(at: Moment, now: Moment, near: number = hour): string | null {
  const distance = dateOf(at).getTime() - dateOf(now).getTime();
  if (Math.abs(distance) < 45_000) return t("time.now");
  if (Math.abs(distance) > near) return null;
  return distance > 0
    ? t("time.in", { time: duration(distance) })
    : t("time.ago", { time: duration(-distance) });
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
