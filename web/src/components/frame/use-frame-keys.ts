"use client";

import { useRef } from "react";

import { useWindowEvent } from "@/lib/hooks";

import { isTyping } from "./keys";
import { openKeyHelp, openPalette } from "./palette-state";

/** How long after `g` the second letter still counts, in ms. */
const together = 1_500;

/**
 * `?`, ⌘K / Ctrl K where there is a palette, and `g` then a letter, which goes to `onGo`.
 * The page has a `KeyHelp`, and a `CommandPalette` if `palette`.
 */
export function useFrameKeys(palette: boolean, onGo?: (letter: string) => void): void {
  const pressedG = useRef(-Infinity);
  useWindowEvent("keydown", (event) => {
    if (palette && isCommandK(event)) {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
      return;
    const afterG = event.timeStamp - pressedG.current < together;
    pressedG.current = event.key === "g" && !afterG ? event.timeStamp : -Infinity;
    if (event.key === "?") openKeyHelp();
    else if (afterG) onGo?.(event.key);
  });
}

function isCommandK(event: KeyboardEvent): boolean {
  return (
    (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k"
  );
}
