"use client";

import { createStore } from "@/lib/store";

/** Which of the two overlays of the shell is open; opened from anywhere, shown once. */
export const overlay = createStore<"none" | "palette" | "keys">("none");

export const openPalette = (): void => overlay.set("palette");
export const openKeyHelp = (): void => overlay.set("keys");
