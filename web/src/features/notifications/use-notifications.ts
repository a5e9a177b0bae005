"use client";

import { toast } from "@/components/ui/toast";
import { t } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { perPerson, useLiveQuery } from "@/lib/use-live-query";

import {
  createNotificationsStore,
  type NotificationsStore,
  type NotificationsView,
} from "./notifications-store";

const useNotificationsStore = perPerson(createNotificationsStore);

/** My notifications; the store is null while nobody is signed in. */
export function useNotifications(): { view: NotificationsView; store: NotificationsStore | null } {
  const store = useNotificationsStore("");
  return { view: useLiveQuery(store), store };
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
