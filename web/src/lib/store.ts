"use client";

import { useSyncExternalStore } from "react";

/** A value outside React that components follow with `useStore`. Setting an identical value tells nobody. */
export type Store<T> = {
  get: () => T;
  set: (value: T) => void;
  subscribe: (listener: () => void) => () => void;
};

export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of Array.from(listeners)) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Follows a store; `server` is what server rendering and hydration see (default: the value at that time). */
export function useStore<T>(store: Pick<Store<T>, "get" | "subscribe">, server?: T): T {
  return useSyncExternalStore(store.subscribe, store.get, () =>
    server === undefined ? store.get() : server,
  );
}
