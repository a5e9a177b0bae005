const first = 1_000;
const longest = 30_000;

/** Tries something again later, each time later than the last, and not everybody at once. */
export type Retry = {
  /** Does nothing while it waits already. */
  later: () => void;
  isWaiting: () => boolean;
  /** Nothing waits any more; the next time begins with the shortest wait. */
  stop: () => void;
};

export function createRetry(again: () => void): Retry {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let tries = 0;
  return {
    later: () => {
      const wait = Math.min(longest, first * 2 ** tries) * (0.5 + Math.random());
      timer ??= setTimeout(() => {
        timer = null;
        tries++;
        again();
      }, wait);
    },
    isWaiting: () => timer !== null,
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      tries = 0;
    },
  };
}
