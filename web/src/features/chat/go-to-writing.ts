"use client";

import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from "react";

import { mainId } from "@/components/frame";
import { isComposing } from "@/lib/keys";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

/** Somebody asked for the field beside the page; it takes the focus as soon as it is there, unless they went on. */
const wanted = createStore(false);
export const useWritingWanted = (): boolean => useStore(wanted, false);

/** Goes to the field to write in: the page's own, else that of the room beside it, which `open` shows. */
export function goToWriting(open: () => void): void {
  const own = document.getElementById(mainId)?.querySelector<HTMLElement>("[data-writing]");
  if (own) return own.focus();
  wanted.set(true);
  const given = () => {
    wanted.set(false);
    for (const type of quicker) window.removeEventListener(type, given, true);
  };
  for (const type of quicker) window.addEventListener(type, given, true);
  open();
}

const quicker = ["keydown", "pointerdown"] as const;

/**
 * What the field is spread with, which has `keys` of its own: it takes the focus when it is asked for, and by Esc gives it
 * back to where one came from, where keys of one letter act again. (In a dialog Esc closes that.)
 */
export function useWriting(field: RefObject<HTMLElement | null>, keys: (event: KeyboardEvent) => void) {
  const from = useRef<HTMLElement | null>(null);
  // The focus is outside React, and what asks for it is a key.
  useEffect(() => {
    const look = () => {
      if (!wanted.get()) return;
      wanted.set(false);
      field.current?.focus();
    };
    look();
    return wanted.subscribe(look);
  }, [field]);
  return {
    "data-writing": "",
    onFocus: ({ relatedTarget }: FocusEvent) => {
      from.current = relatedTarget instanceof HTMLElement ? relatedTarget : null;
    },
    onKeyDown: (event: KeyboardEvent) => {
      keys(event);
      if (event.key !== "Escape" || event.defaultPrevented || isComposing(event.nativeEvent)) return;
      if (event.currentTarget.closest("[role='dialog']")) return;
      const there = from.current?.isConnected ? from.current : document.getElementById(mainId);
      there?.focus({ preventScroll: true });
    },
  };
}
