"use client";

import { useEffect, type ComponentType } from "react";

import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

export type Later<P> = ComponentType<P> & {
  /** Fetches it before it is drawn, where somebody is about to want it. */ preload: () => void;
};
/** ms until a file that could not be had is asked for again, at first; then twice that, and so on. */
const again = 1_000;
const longest = 30_000;

/**
 * A component whose code comes when it is first drawn, in a file of its own; `Waiting` (else nothing) stands there until
 * it has come, on the server as well. Not `lazy`, which gives up on the page when the file cannot be had: without a
 * network this one tries again.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Waiting?: ComponentType<P>,
): Later<P> {
  // In an object: stores compare, and a component may be a function.
  const loaded = createStore<{ Inner: ComponentType<P> } | null>(null);
  let asked = false;
  const preload = (wait = again) => {
    if (asked) return;
    asked = true;
    load().then(
      (Inner) => loaded.set({ Inner }),
      () =>
        setTimeout(() => {
          asked = false;
          preload(Math.min(longest, wait * 2));
        }, wait),
    );
  };
  function Later(props: P) {
    const here = useStore(loaded, null);
    // Files are fetched outside React.
    useEffect(() => preload(), []);
    if (here) return <here.Inner {...props} />;
    return Waiting ? <Waiting {...props} /> : null;
  }
  return Object.assign(Later, { preload: () => preload() });
}
