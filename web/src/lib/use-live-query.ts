"use client";

import { useMemo } from "react";

import type { Held } from "./linger";
import type { LiveQuery, View } from "./live-query";
import { onceGone, useUser } from "./session";
import type { Readable } from "./store";
import { useStore } from "./use-store";

const loading = { status: "loading" } as const;
const nothing: Readable<typeof loading> = { get: () => loading, subscribe: () => () => undefined };

/** Follows a live query, which is open meanwhile; `loading` where there is none. */
export function useLiveQuery<S>(query: LiveQuery<S> | null): View<S> {
  return useStore<View<S>>(query ?? nothing, loading);
}

/**
 * A hook for what each person has once for each key, shared by all that shows it; null while nobody is signed in, or
 * without a key. It is closed when its person is no longer signed in.
 */
export function perPerson<Q extends Held>(make: (key: string) => Q): (key: string | null) => Q | null {
  const ofPerson = shelves<Q>();
  return function usePersons(key) {
    const userId = useUser()?.id ?? null;
    return useMemo(
      () => (userId === null || key === null ? null : ofPerson(userId, key, () => make(key))),
      [userId, key],
    );
  };
}

/** What somebody (or `nobodyHere`) has by key, made when it is first wanted; all of it is closed when they are gone. */
export function shelves<Q extends Held>(): (who: string, key: string, make: () => Q) => Q {
  const kept = new Map<string, Map<string, Q>>();
  const shelfOf = (who: string): Map<string, Q> => {
    const known = kept.get(who);
    if (known) return known;
    const begun = new Map<string, Q>();
    kept.set(who, begun);
    onceGone(who, () => {
      kept.delete(who);
      for (const one of begun.values()) one.close();
    });
    return begun;
  };
  return (who, key, make) => {
    const shelf = shelfOf(who);
    const made = shelf.get(key) ?? make();
    shelf.set(key, made);
    return made;
  };
}
