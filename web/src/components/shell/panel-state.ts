"use client";

import { createStore, useStore } from "@/lib/store";

/**
 * The side panel: `folded` is the choice on wide screens (kept in this browser), `sheet` whether it is open over the
 * page on narrow ones.
 */
type PanelState = { folded: boolean; sheet: boolean };
const storageKey = "hallway.panel";
const initial: PanelState = { folded: false, sheet: false };
export const panel = createStore<PanelState>(initial);
export const usePanel = (): PanelState => useStore(panel, initial);

export function setFolded(folded: boolean): void {
  panel.set({ ...panel.get(), folded });
  try {
    if (folded) localStorage.setItem(storageKey, "folded");
    else localStorage.removeItem(storageKey);
  } catch {
    // Not kept, still folded.
  }
}

export function setSheet(sheet: boolean): void {
  panel.set({ ...panel.get(), sheet });
}

export function restorePanel(): void {
  try {
    if (localStorage.getItem(storageKey) === "folded") panel.set({ ...panel.get(), folded: true });
  } catch {
    // Storage is blocked: it starts open.
  }
}
