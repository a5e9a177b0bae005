"use client";

import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
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
export function perPerson<Q extends Held>(
  make: (client: ApolloClient, key: string) => Q,
): (key: string | null) => Q | null {
  const kept = new WeakMap<ApolloClient, Map<string, Q>>();
  const ofPerson = (client: ApolloClient, userId: string, key: string): Q => {
    const all = kept.get(client) ?? new Map<string, Q>();
    kept.set(client, all);
    const id = `${userId} ${key}`;
    const known = all.get(id);
    if (known) return known;
    const made = make(client, key);
    all.set(id, made);
    onceGone(userId, () => {
      all.delete(id);
      made.close();
    });
    return made;
  };
  return function usePersons(key) {
    const client = useApolloClient();
    const userId = useUser()?.id ?? null;
    return useMemo(
      () => (userId === null || key === null ? null : ofPerson(client, userId, key)),
      [client, userId, key],
    );
  };
}
