"use client";

import { createContext, type ReactNode } from "react";

/** When the server drew what is within, in ms since 1970; null: nothing in it is of a moment. `useNow` begins with it. */
export const DrawnAt = createContext<number | null>(null);

/** Around what the server draws with what is on at that moment. */
export function DrawnAtProvider({ at, children }: { at: number | null; children: ReactNode }) {
  return <DrawnAt value={at}>{children}</DrawnAt>;
}
