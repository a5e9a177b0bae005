"use client";

import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

const polite = createStore("");
const assertive = createStore("");

/**
 * Says a sentence to screen readers. The same sentence twice is said twice. The result takes it back: what is not true any
 * more should not stand where a reader may come past.
 */
export function announce(sentence: string, urgency: "polite" | "assertive" = "polite"): () => void {
  const region = urgency === "polite" ? polite : assertive;
  // A no-break space makes an equal text a change, which is what screen readers react to.
  const said = region.get() === sentence ? `${sentence}\u00a0` : sentence;
  region.set(said);
  return () => {
    if (region.get() === said) region.set("");
  };
}

/** Place once, in the root layout. */
export function LiveRegion() {
  return (
    <>
      <div role="status" aria-live="polite" className="sr-only">
        {useStore(polite, "")}
      </div>
      <div role="alert" aria-live="assertive" className="sr-only">
        {useStore(assertive, "")}
      </div>
    </>
  );
}
