import { onChance } from "./socket";

const first = 1_000;
const longest = 30_000;

/** Tries something again later, each time later than the last, and not everybody at once; sooner if there is a chance. */
export type Retry = {
  /** Does nothing while it waits already. */
  later: () => void;
  isWaiting: () => boolean;
  /** Nothing waits any more; the next time begins with the shortest wait. */
  stop: () => void;
};

export function createRetry(again: () => void): Retry {
  let waiting: { stop: () => void } | null = null;
  let tries = 0;
  const wait = (ms: number) => {
    const go = () => {
      stop();
      tries++;
      again();
    };
    const timer = setTimeout(go, ms);
    const unfollow = onChance(go);
    waiting = {
      stop: () => {
        clearTimeout(timer);
        unfollow();
      },
    };
  };
  const stop = () => {
    waiting?.stop();
    waiting = null;
  };
  return {
    later: () => {
      if (!waiting) wait(Math.min(longest, first * 2 ** tries) * (0.5 + Math.random()));
    },
    isWaiting: () => waiting !== null,
    stop: () => {
      stop();
      tries = 0;
    },
  };
}
