"use client";

import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useMemo } from "react";

import { toast } from "@/components/ui/toast";
import { t } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useUser } from "@/lib/session";
import { useStore } from "@/lib/use-store";

import {
  createNotificationsStore,
  type NotificationsStore,
  type NotificationsView,
} from "./notifications-store";

const loading: NotificationsView = { status: "loading" };

type Kept = { userId: string; store: NotificationsStore; close: (() => void) | null };
const kept = new WeakMap<ApolloClient, Kept>();

/** The one store of who is signed in; it stays open from the first look until somebody else signs in. */
function notificationsStore(client: ApolloClient, userId: string): NotificationsStore {
  const before = kept.get(client);
  if (before?.userId === userId) return before.store;
  before?.close?.();
  const store = createNotificationsStore(client);
  const one: Kept = { userId, store: { ...store, subscribe }, close: null };
  function subscribe(listener: () => void) {
    one.close ??= store.open();
    return store.subscribe(listener);
  }
  kept.set(client, one);
  return one.store;
}

const nothing: Pick<NotificationsStore, "get" | "subscribe"> = {
  get: () => loading,
  subscribe: () => () => undefined,
};

/** My notifications; the store is null while nobody is signed in. */
export function useNotifications(): { view: NotificationsView; store: NotificationsStore | null } {
  const client = useApolloClient();
  const userId = useUser()?.id ?? null;
  const store = useMemo(() => (userId ? notificationsStore(client, userId) : null), [client, userId]);
  return { view: useStore(store ?? nothing, loading), store };
}

/** Marks notifications as read (no ids: all), at once; says so when it could not be kept. */
export function useMarkRead(): (ids: readonly string[]) => void {
  const { store } = useNotifications();
  return function mark(ids) {
    store?.markRead(ids).catch((error: unknown) =>
      toast({
        tone: "error",
        key: "notifications-read",
        title: t("notifications.readFailed"),
        body: toProblem(error).message,
        action: { label: t("common.retry"), run: () => mark(ids) },
      }),
    );
  };
}
