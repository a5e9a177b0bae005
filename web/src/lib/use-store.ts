"use client";

import { useSyncExternalStore } from "react";

import type { Readable } from "./store";

/** Follows a store; `server` is what server rendering and hydration see (default: the value at that time). */
export function useStore<T>(store: Readable<T>, server?: T): T {
  return useSyncExternalStore(store.subscribe, store.get, () =>
    server === undefined ? store.get() : server,
  );
}
