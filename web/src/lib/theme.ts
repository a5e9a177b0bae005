"use client";

import { createStore } from "./store";
import { useStore } from "./use-store";
import { themeKey } from "./theme-script";

export type ThemeChoice = "light" | "dark" | "system";

const choice = createStore<ThemeChoice>("system");

/** Reads a choice from text; what is not one follows the system. */
export const themeFrom = (text: string | null): ThemeChoice =>
  text === "light" || text === "dark" ? text : "system";

function read(): ThemeChoice {
  try {
    return themeFrom(localStorage.getItem(themeKey));
  } catch {
    return "system";
  }
}

function apply(): void {
  const now = choice.get();
  const dark = now === "dark" || (now === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
}

/** The choice, and what changes it (kept in this browser). */
export function useTheme(): [ThemeChoice, (next: ThemeChoice) => void] {
  return [useStore(choice, "system"), setTheme];
}

export function setTheme(next: ThemeChoice): void {
  try {
    if (next === "system") localStorage.removeItem(themeKey);
    else localStorage.setItem(themeKey, next);
  } catch {
    // Not kept, still applied.
  }
  choice.set(next);
  apply();
}

/** Follows the system and the other tabs; returns what stops it. */
export function startTheme(): () => void {
  const follow = () => {
    choice.set(read());
    apply();
  };
  follow();
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", follow);
  window.addEventListener("storage", follow);
  return () => {
    media.removeEventListener("change", follow);
    window.removeEventListener("storage", follow);
  };
}
