import type { Readable } from "./store";

/** Something that is open while anybody holds it. */
export type Held = {
  /** Opens it for the first; the result lets go, once. */
  hold: () => () => void;
  /** Closes it now, whoever holds it; it opens again for who comes after that. */
  close: () => void;
};

/**
 * Opens for the first who holds, and closes `linger` ms after the last has let go: going back and forth costs nothing.
 * Without `linger` it closes at once; with Infinity only by `close`.
 */
export function lingering(open: () => () => void, linger = 0): Held {
  let holders = 0;
  let stop: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    stop?.();
    stop = null;
  };
  const hold = () => {
    clearTimeout(timer);
    holders++;
    stop ??= open();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--holders > 0 || linger === Infinity) return;
      if (linger) timer = setTimeout(close, linger);
      else close();
    };
  };
  return { hold, close };
}

/** `subscribe` of a store that is held by whoever follows it. */
export function holding<T>(store: Readable<T>, hold: Held["hold"]): Readable<T>["subscribe"] {
  return (listener) => {
    const stop = store.subscribe(listener);
    const release = hold();
    return () => {
      stop();
      release();
    };
  };
}
