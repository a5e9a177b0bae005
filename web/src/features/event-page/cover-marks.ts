import { agendaDay } from "@/features/live-event";
import { dayKey } from "@/lib/time";

/** The agenda as a picture: a row per room, a mark per session, for one day. Times in minutes after `start`. */
export type Cover = {
  /** ms since 1970 */
  start: number;
  minutes: number;
  rows: number;
  /** [row, from, to] */
  marks: ReadonlyArray<readonly [number, number, number]>;
};
type CoverSession = { startsAt: string; endsAt: string; stageId?: string | null; day?: string | null };
type CoverStage = { id: string; position: number };

const minute = 60_000;
/** A day that a session tore open over midnight is not drawn wider than this. */
const longest = 24 * 60;

/** The picture of the day that is on (else the next, else the last one); null for an empty agenda. */
export function coverOf(
  sessions: readonly CoverSession[],
  stages: readonly CoverStage[],
  zone: string,
  now: number,
): Cover | null {
  const days = new Map<string, CoverSession[]>();
  for (const session of sessions) {
    const key = agendaDay(session, zone, zone);
    const day = days.get(key);
    if (day) day.push(session);
    else days.set(key, [session]);
  }
  const keys = Array.from(days.keys()).sort();
  const today = dayKey(now, zone);
  const day = days.get(keys.find((key) => key >= today) ?? keys[keys.length - 1] ?? "");
  return day ? draw(day, stages) : null;
}

function draw(day: readonly CoverSession[], stages: readonly CoverStage[]): Cover {
  const start = Math.min(...day.map((session) => Date.parse(session.startsAt)));
  const end = Math.max(...day.map((session) => Date.parse(session.endsAt)));
  const minutes = Math.min(longest, Math.max(1, Math.round((end - start) / minute)));
  const used = new Set(day.map((session) => session.stageId ?? ""));
  const order = new Map(stages.map((stage) => [stage.id, stage.position]));
  const place = (id: string) => order.get(id) ?? Number.MAX_SAFE_INTEGER;
  const row = new Map(
    Array.from(used)
      .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
      .map((id, i) => [id, i]),
  );
  const marks = day.map((session) => {
    const from = Math.round((Date.parse(session.startsAt) - start) / minute);
    const to = Math.min(minutes, Math.round((Date.parse(session.endsAt) - start) / minute));
    return [row.get(session.stageId ?? "") ?? 0, from, Math.max(from + 1, to)] as const;
  });
  return { start, minutes, rows: row.size, marks };
}

export type CoverPaths = { past: string; now: string; later: string };

/** SVG path data of the marks by whether they are over, on or to come, in a box of `width` by `height`. */
export function coverPaths(cover: Cover, at: number, width: number, height: number): CoverPaths {
  const paths = { past: "", now: "", later: "" };
  const step = Math.min(4, height / Math.max(1, cover.rows));
  const passed = (at - cover.start) / minute;
  for (const [row, from, to] of cover.marks) {
    const kind = to <= passed ? "past" : from <= passed ? "now" : "later";
    const x = (from / cover.minutes) * width;
    // A gap of 1.5 px, so that one session after the other in a room are two marks.
    const length = Math.max(1, ((to - from) / cover.minutes) * width - 1.5);
    paths[kind] += `M${x.toFixed(1)} ${(row * step + step / 2).toFixed(1)}h${length.toFixed(1)}`;
  }
  return paths;
}

/** Height of the picture in px: 4 for each room, at most `most`. */
export const coverHeight = (cover: Cover, most = 136): number => Math.min(most, Math.max(8, cover.rows * 4));

export type CoverTick = { at: number; /** 0 to 1 */ x: number };

/**
 * Every second full hour of a clock (`hourOf` gives hours and minutes), none near the ends or `at`; `clear` is how much
 * of the width is left free there, 0 to 1.
 */
export function coverTicks(
  cover: Cover,
  at: number,
  hourOf: (at: number) => string,
  { start = 0.07, clear = 0.07 }: { start?: number; clear?: number } = {},
): CoverTick[] {
  const ticks: CoverTick[] = [];
  // Some clocks are a quarter of an hour beside the others.
  const first = Math.ceil(cover.start / (15 * minute)) * 15 * minute;
  const end = cover.start + cover.minutes * minute;
  for (let time = first; time < end; time += 15 * minute) {
    const [hours, minutes] = hourOf(time).split(":").map(Number);
    const x = (time - cover.start) / (end - cover.start);
    const now = (at - cover.start) / (end - cover.start);
    const near = x < start || x > 1 - clear || Math.abs(x - now) < clear * 1.3;
    if (minutes === 0 && (hours ?? 1) % 2 === 0 && !near) ticks.push({ at: time, x });
  }
  return ticks;
}
