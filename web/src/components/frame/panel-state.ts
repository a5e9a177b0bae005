"use client";

import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

/**
 * The side panel. On wide screens it stands beside pages where people talk, and is folded beside those that need the
 * width; what a person chooses for either kind is kept in this browser. On narrow ones it is a `sheet` over the page.
 */
export type PageKind = "talk" | "work";
type PanelState = { folded: Record<PageKind, boolean>; sheet: boolean };
const storageKey = "hallway.panel";
const initial: PanelState = { folded: { talk: false, work: true }, sheet: false };
export const panel = createStore<PanelState>(initial);
export const usePanel = (): PanelState => useStore(panel, initial);

export function setFolded(kind: PageKind, folded: boolean): void {
  const next = { ...panel.get().folded, [kind]: folded };
  panel.set({ ...panel.get(), folded: next });
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // Not kept, still folded.
  }
}

export function setSheet(sheet: boolean): void {
  panel.set({ ...panel.get(), sheet });
}

/** From here on it stands beside the page. */
export const wideEnough = "(min-width: 1200px)";

/** Shows it, whichever way it is shown here. */
export function openPanel(kind: PageKind): void {
  if (matchMedia(wideEnough).matches) setFolded(kind, false);
  else setSheet(true);
}

/** Whether it is in view beside a page of this kind. */
export const isPanelOpen = (kind: PageKind): boolean =>
  matchMedia(wideEnough).matches ? !panel.get().folded[kind] : panel.get().sheet;

export function restorePanel(): void {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    if (!kept || typeof kept !== "object") return;
    const folded = { ...initial.folded };
    for (const kind of ["talk", "work"] as const) {
      const choice: unknown = Reflect.get(kept, kind);
      if (typeof choice === "boolean") folded[kind] = choice;
    }
    panel.set({ ...panel.get(), folded });
  } catch {
    // Storage is blocked, or holds something else: it starts as it is meant to.
  }
}
