"use client";

import { useWindowEvent } from "@/lib/hooks";
import { useKeys } from "@/lib/keys";

import { openKeyHelp, openPalette } from "./palette-state";

/**
 * `?`, ⌘K / Ctrl K where there is a palette, and `g` then a letter of `letters`, which goes to `onGo`.
 * The page has a `KeyHelp`, and a `CommandPalette` if `palette`.
 */
export function useFrameKeys(
  palette: boolean,
  letters: readonly string[] = [],
  onGo?: (letter: string) => void,
): void {
  useWindowEvent("keydown", (event) => {
    if (!palette || !isCommandK(event)) return;
    event.preventDefault();
    openPalette();
  });
  useKeys(["?", ...letters.map((letter) => `g ${letter}`)], (key) => {
    if (key === "?") openKeyHelp();
    else onGo?.(key.slice(2));
  });
}

function isCommandK(event: KeyboardEvent): boolean {
  return (
    (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k"
  );
}
