"use client";

import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";

import { useLatest } from "@/lib/hooks";
import { characterKeysAct, isComposing } from "@/lib/keys";

export const focusKey = "F8";

type RingKeys = { onAnswer: (() => void) | null; onDecline: (() => void) | null };

/**
 * How a ring is answered without a mouse. Nothing takes the focus away from what is being typed: F8 goes to the card
 * from wherever one is (as it does to other notices), and comes back when the card goes; A and D answer where no key
 * means anything else, on the card or on a page where nothing has the focus.
 */
export function useRingKeys(card: RefObject<HTMLElement | null>, keys: RingKeys | null): void {
  const latest = useLatest(keys);
  const went = useRef<{ from: Element | null; to: HTMLElement | null }>({ from: null, to: null });
  const active = keys !== null;
  // Keys of the whole window, for as long as it rings.
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      const now = latest.current;
      if (!now || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.repeat)
        return;
      if (event.key === focusKey) {
        event.preventDefault();
        event.stopImmediatePropagation(); // before the toasts, which have the same key
        went.current = { from: document.activeElement, to: card.current };
        card.current?.focus();
        return;
      }
      if (!characterKeysAct() || isComposing(event) || !isFree(event.target, card.current)) return;
      const key = event.key.toLowerCase();
      const act = key === "a" ? now.onAnswer : key === "d" ? now.onDecline : null;
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press, true);
    return () => window.removeEventListener("keydown", press, true);
  }, [active, card, latest]);
  // The focus is the browser's, and is lost with the element that has it: given back before that goes.
  useLayoutEffect(
    () => () => {
      const { from, to } = went.current;
      if (to?.contains(document.activeElement) && from instanceof HTMLElement) from.focus();
    },
    [],
  );
}

/** Whether a letter means nothing else where it is pressed. */
function isFree(target: EventTarget | null, card: HTMLElement | null): boolean {
  if (!(target instanceof HTMLElement)) return true;
  if (card?.contains(target)) return true;
  return target === document.body || target === document.documentElement || target.matches("main, h1");
}
