/**
 * How the work of `read` grows when a text becomes four times as long: about 4 is linear, 16 is quadratic. A ratio of
 * the best of several runs in turn, so that neither a slow machine nor a busy one changes what it says; each run has a
 * text of its own, since engines remember what they found in one.
 */
function growth(read: Read, make: Make, length: number): number {
  let [best, bestLong] = [Infinity, Infinity];
  for (let run = 0; run < runs; run++) {
    best = Math.min(best, timeOf(read, make(length)));
    bestLong = Math.min(bestLong, timeOf(read, make(4 * length)));
  }
  // What clocks can hardly measure: were it quadratic, it would have been billions of steps.
  return bestLong < 1 ? 1 : bestLong / best;
}

export type Read = (text: string) => unknown;
export type Make = (length: number) => string;

const runs = 7;

/** Milliseconds of the processor's time: on a busy machine the clock goes on while others have their turn. */
export function timeOf(read: Read, text: string): number {
  const start = process.cpuUsage();
  read(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** Between 4 and 16, and beyond what sorting, caches and collecting garbage add to 4. */
export const aboutLinear = 10;

/** The least growth of several tries: what is quadratic is so each time. Stops at the first that is about linear. */
export function leastGrowth(read: Read, make: Make, length = 16_000): number {
  let least = Infinity;
  for (let attempt = 0; attempt < 5 && least > aboutLinear; attempt++)
    least = Math.min(least, growth(read, make, length));
  return least;
}
