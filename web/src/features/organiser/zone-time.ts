/** Times as organisers type them: on the event's clock, wherever they sit. "local" is "2026-11-28T09:00". */
import { dayLong, localOf } from "@/lib/time";

export { localOf };

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

/** What is odd about a time on this clock, and what becomes of it. Clocks in words, for a sentence. */
export type OddTime = {
  kind: "skipped" | "twice";
  /** "02:30" */
  typed: string;
  /** "Sunday 28 March 2027" */
  day: string;
  /** What clocks show before they change and after: "02:00", "03:00". */
  from: string;
  to: string;
  /** What is kept: a clock's time if it is skipped ("03:30"); which of the two if it comes twice. */
  kept: string;
};

/**
 * Of a time that clocks in `zone` jump over, or show twice; null for every other. `saved` is the instant that is kept
 * already: as long as the field still says it, it stays.
 */
export function oddTime(local: string, zone: string, saved?: string): OddTime | null {
  const instant = instantOf(local, zone);
  if (!instant) return null;
  const at = Date.parse(instant);
  const shown = localOf(at, zone);
  const typed = local.slice(0, 16);
  const change = changeNear(at, zone);
  if (!change) return null;
  const [from, to] = [localOf(change - 1, zone), localOf(change, zone)];
  // The minute that would have come next on the old clock.
  const next = later(from, 1);
  const words = {
    typed: typed.slice(11),
    day: `${dayLong(`${typed.slice(0, 10)}T12:00:00Z`, "UTC")} ${typed.slice(0, 4)}`,
    from: next.slice(11),
    to: to.slice(11),
  };
  if (shown !== typed) return { kind: "skipped", ...words, kept: shown.slice(11) };
  if (!(to <= typed && typed < next)) return null;
  const second = saved !== undefined && localOf(saved, zone) === typed && Date.parse(saved) >= change;
  return { kind: "twice", ...words, kept: second ? "second" : "first" };
}

/** The moment at which clocks change within a day of `at`; null if they do not. */
function changeNear(at: number, zone: string): number | null {
  const offsetAt = (when: number) =>
    Date.parse(`${localOf(when, zone)}Z`) - Math.floor(when / 60_000) * 60_000;
  let [low, high] = [at - 86_400_000, at + 86_400_000].map((when) => Math.floor(when / 60_000)) as [
    number,
    number,
  ];
  const before = offsetAt(low * 60_000);
  if (offsetAt(high * 60_000) === before) return null;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 60_000) === before) low = middle;
    else high = middle;
  }
  return high * 60_000;
}

/** The instant to send for a field: the one that is saved, as long as the field says it; of two alike it may be either. */
export function keptInstant(local: string, zone: string, saved?: string): string {
  if (saved !== undefined && localOf(saved, zone) === local.slice(0, 16)) return saved;
  return instantOf(local, zone) ?? local;
}

/** `minutes` later on the same clock, for a first proposal. */
export function later(local: string, minutes: number): string {
  const at = Date.parse(`${local}Z`);
  return Number.isNaN(at) ? local : new Date(at + minutes * 60_000).toISOString().slice(0, 16);
}
