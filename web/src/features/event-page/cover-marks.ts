import type { PictureFragment } from "@/gen/graphql";

/** The agenda as a picture: a row per room, a mark per session, for one day. Times in minutes after `start`. */
export type Cover = Omit<PictureFragment, "startsAt"> & { /** ms since 1970 */ start: number };

const minute = 60_000;

/** As the server draws it. */
export const coverOf = ({ startsAt, ...picture }: PictureFragment): Cover => ({
  ...picture,
  start: Date.parse(startsAt),
});

export const sessionsIn = ({ marks }: Cover): number => marks.length / 3;

export type CoverPaths = { past: string; now: string; later: string };

/** SVG path data of the marks by whether they are over, on or to come, in a box of `width` by `height`. */
export function coverPaths(cover: Cover, at: number, width: number, height: number): CoverPaths {
  const paths = { past: "", now: "", later: "" };
  const step = Math.min(4, height / Math.max(1, cover.rows));
  const passed = (at - cover.start) / minute;
  for (let i = 0; i < cover.marks.length; i += 3) {
    const [row = 0, from = 0, to = 0] = cover.marks.slice(i, i + 3);
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
