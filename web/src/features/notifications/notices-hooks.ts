"use client";

import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useMemo } from "react";

import { toast } from "@/components/ui/toast";
import { t } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useUser } from "@/lib/session";
import { useStore } from "@/lib/store";

import { createNoticesStore, type NoticesStore, type NoticesView } from "./notices-store";

const loading: NoticesView = { status: "loading" };

type Kept = { userId: string; store: NoticesStore; close: (() => void) | null };
const kept = new WeakMap<ApolloClient, Kept>();

/** The one store of who is signed in; it stays open from the first look until somebody else signs in. */
function noticesStore(client: ApolloClient, userId: string): NoticesStore {
  const before = kept.get(client);
  if (before?.userId === userId) return before.store;
  before?.close?.();
  const store = createNoticesStore(client);
  const one: Kept = { userId, store: { ...store, subscribe }, close: null };
  function subscribe(listener: () => void) {
    one.close ??= store.open();
    return store.subscribe(listener);
  }
  kept.set(client, one);
  return one.store;
}

const nothing: Pick<NoticesStore, "get" | "subscribe"> = {
  get: () => loading,
  subscribe: () => () => undefined,
};

/** My notices; the store is null while nobody is signed in. */
export function useNotices(): { view: NoticesView; store: NoticesStore | null } {
  const client = useApolloClient();
  const userId = useUser()?.id ?? null;
  const store = useMemo(() => (userId ? noticesStore(client, userId) : null), [client, userId]);
  return { view: useStore(store ?? nothing, loading), store };
}

/** Marks notices as read (no ids: all), at once; says so when it could not be kept. */
export function useMarkRead(): (ids: readonly string[]) => void {
  const { store } = useNotices();
  return function mark(ids) {
    store?.markRead(ids).catch((error: unknown) =>
      toast({
        tone: "error",
        key: "notices-read",
        title: t("notifications.readFailed"),
        body: toProblem(error).message,
        action: { label: t("common.retry"), run: () => mark(ids) },
      }),
    );
  };
}
