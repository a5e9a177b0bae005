/** Times as organisers type them: on the event's clock, wherever they sit. "local" is "2026-11-28T09:00". */

const fields: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let made = formats.get(zone);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", { ...fields, timeZone: zone });
    formats.set(zone, made);
  }
  return made;
}

/** What a clock in `zone` shows at this instant, to the minute. */
export function localOf(at: string | number, zone: string): string {
  const parts = new Map(
    format(zone)
      .formatToParts(new Date(at))
      .map((part) => [part.type, part.value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  return `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

/**
 * The instant (ISO 8601, UTC) at which a clock in `zone` shows `local`; null if it is no time. Where a clock shows it
 * twice, the earlier one; where it jumps over it, as much later as it jumps.
 */
export function instantOf(local: string, zone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/u.test(local)) return null;
  const wanted = Date.parse(`${local.slice(0, 16)}Z`);
  if (Number.isNaN(wanted)) return null;
  const offsetAt = (at: number) => Date.parse(`${localOf(at, zone)}Z`) - at;
  // A day to either side: whatever the clock does in between, its offset is one of these two.
  const [before, after] = [offsetAt(wanted - 86_400_000), offsetAt(wanted + 86_400_000)];
  const found = [wanted - before, wanted - after].filter((at) => at + offsetAt(at) === wanted);
  return new Date(found.length ? Math.min(...found) : wanted - before).toISOString();
}

/** Every zone this browser knows, with UTC, and with `also` (an event's own, which it may not know). */
export function zones(also: string): string[] {
  return Array.from(new Set(["UTC", also, ...Intl.supportedValuesOf("timeZone")]))
    .filter(Boolean)
    .sort();
}

/** `minutes` later on the same clock, for a first proposal. */
export function later(local: string, minutes: number): string {
  const at = Date.parse(`${local}Z`);
  return Number.isNaN(at) ? local : new Date(at + minutes * 60_000).toISOString().slice(0, 16);
}
