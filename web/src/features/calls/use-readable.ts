"use client";

import { useSyncExternalStore } from "react";

import type { Readable } from "@/rtc";

/** Follows a store of the engine. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.getSnapshot, readable.getSnapshot);
}
