"use client";

import { useEffect } from "react";

import { useLatest } from "@/lib/hooks";

import { isTyping } from "./keys";
import { openKeyHelp, openPalette } from "./palette-state";

/** How long after `g` the second letter still counts, in ms. */
const together = 1_500;

/**
 * `?`, ⌘K / Ctrl K where there is a palette, and `g` then a letter, which goes to `onGo`.
 * The page has a `KeyHelp`, and a `CommandPalette` if `palette`.
 */
export function useFrameKeys(palette: boolean, onGo?: (letter: string) => void): void {
  const go = useLatest(onGo);
  useEffect(() => {
    let pressedG = -Infinity;
    const listen = (event: KeyboardEvent) => {
      if (palette && isCommandK(event)) {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      const afterG = event.timeStamp - pressedG < together;
      pressedG = event.key === "g" && !afterG ? event.timeStamp : -Infinity;
      if (event.key === "?") openKeyHelp();
      else if (afterG) go.current?.(event.key);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [go, palette]);
}

function isCommandK(event: KeyboardEvent): boolean {
  return (
    (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k"
  );
}
