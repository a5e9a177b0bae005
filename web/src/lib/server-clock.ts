import { createStore } from "./store";

/**
 * What time it is, as the server has it: a browser's clock may be wrong by minutes or a year, and what is on now, what
 * is over and how long something lasts must not follow it. Whatever is compared with a time that the server gave is
 * asked of here; `Date.now()` is for what begins and ends in this browser.
 */
/** A clock that is this wrong (ms) is put right; nearer than that, what is measured is the way of the answer. */
const wrongFrom = 5_000;

const offset = createStore(0);
let heard = false;

/** Milliseconds since 1970. */
export const serverNow = (): number => Date.now() + offset.get();

/** Calls when the clock was found to be wrong, or was put right; the result forgets it. */
export const onServerClock = (listener: () => void): (() => void) => offset.subscribe(listener);

/** Reads the time an answer was made from its `Date`, in whole seconds; `asked` is when it was asked for (`Date.now()`). */
export function hearServerTime(answer: Response, asked: number): void {
  const made = Date.parse(answer.headers.get("date") ?? "");
  const now = Date.now();
  // An answer that took long, or a clock that was put forward or back meanwhile, tells nothing.
  if (Number.isNaN(made) || now < asked || now - asked > wrongFrom) return;
  heard = true;
  const off = made + 500 - (asked + now) / 2;
  const next = Math.abs(off) < wrongFrom ? 0 : off;
  if (Math.abs(next - offset.get()) >= 1_500) offset.set(next);
}

/** `fetch` that listens for the time. */
export const timedFetch: typeof fetch = async (input, init) => {
  const asked = Date.now();
  const answer = await fetch(input, init);
  hearServerTime(answer, asked);
  return answer;
};

/** Asks for the time, if no answer had it yet: pages that ask nothing else show it too. */
export async function askServerTime(): Promise<void> {
  if (heard) return;
  try {
    await timedFetch("/version.txt", { method: "HEAD", cache: "no-store" });
  } catch {
    // Not now: it is asked again at the next tick.
  }
}
