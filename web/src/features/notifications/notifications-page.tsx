"use client";

import { Bell, Check, CheckCheck, Settings } from "lucide-react";
import { useState } from "react";

import { PageTitle } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { dayKey, dayLong } from "@/lib/time";
import { useShownZone, zoneWords } from "@/lib/whose-clock";

import { NotificationRow } from "./notification-row";
import { useMarkRead, useNotifications } from "./use-notifications";
import type { Notification, Notifications } from "./notifications-state";

/** Everything I was told, newest first, by day. */
export function NotificationsPage() {
  const t = useT();
  const { view, store } = useNotifications();
  const markRead = useMarkRead();
  const unread = view.status === "ready" ? view.state.unread : 0;
  return (
    <div className="mx-auto max-w-[720px]">
      <PageTitle
        aside={
          <div className="flex flex-wrap gap-2">
            {unread > 0 && (
              <Button variant="outline" onClick={() => markRead([])}>
                <Icon icon={CheckCheck} />
                {t("notifications.markAll")}
              </Button>
            )}
            <Button asChild variant="ghost">
              <Link href="/settings#notifications">
                <Icon icon={Settings} />
                {t("notifications.settings")}
              </Link>
            </Button>
          </div>
        }
      >
        {t("notifications.title")}
      </PageTitle>
      {view.status === "loading" && (
        <Loading className="space-y-2">
          {Array.from({ length: 6 }, (_, i) => (
            <Skeleton key={i} className="h-16" />
          ))}
        </Loading>
      )}
      {view.status === "failed" && (
        <ErrorState message={view.problem.message} onRetry={() => void store?.reload()} />
      )}
      {view.status === "ready" && view.state.items.length === 0 && (
        <EmptyState
          className="pt-16"
          icon={Bell}
          title={t("notifications.emptyTitle")}
          body={t("notifications.emptyBody")}
          action={
            <Button asChild variant="outline">
              <Link href="/">{t("common.toEvents")}</Link>
            </Button>
          }
        />
      )}
      {view.status === "ready" && <Days state={view.state} />}
      {view.status === "ready" && view.state.next && store && <Older more={store.more} />}
    </div>
  );
}

function Days({ state }: { state: Notifications }) {
  const now = useNow();
  const t = useT();
  const shown = useShownZone();
  if (!now) return null;
  const { zone } = shown;
  const today = dayKey(now, zone);
  const days = new Map<string, Notification[]>();
  for (const item of state.items) {
    const key = dayKey(item.createdAt, zone);
    days.set(key, [...(days.get(key) ?? []), item]);
  }
  return Array.from(days, ([key, items]) => (
    <section key={key} className="mb-6">
      <h2 className="mb-1 px-3 text-13 font-medium text-muted">
        {key === today ? t("notifications.today") : dayLong(items[0]?.createdAt ?? now, zone)}
        {" · "}
        {zoneWords(shown, [])}
      </h2>
      <ul>
        {items.map((item) => (
          <Item key={item.id} state={state} notification={item} />
        ))}
      </ul>
    </section>
  ));
}

function Item({ state, notification }: { state: Notifications; notification: Notification }) {
  const t = useT();
  const markRead = useMarkRead();
  const read = notification.readAt !== null;
  return (
    <li className="group flex items-center gap-1">
      <NotificationRow
        notification={notification}
        actor={state.names.get(notification.actorId ?? "")}
        read={read}
        onOpen={() => !read && markRead([notification.id])}
        className="min-w-0 flex-1"
      />
      {!read && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("notifications.markOne")}
          title={t("notifications.markOne")}
          onClick={() => markRead([notification.id])}
        >
          <Icon icon={Check} />
        </Button>
      )}
    </li>
  );
}

function Older({ more }: { more: () => Promise<void> }) {
  const t = useT();
  const [pending, setPending] = useState(false);
  const load = async () => {
    setPending(true);
    try {
      await more();
    } catch (error) {
      toast({
        tone: "error",
        key: "notifications-older",
        title: t("notifications.olderFailed"),
        body: toProblem(error).message,
      });
    } finally {
      setPending(false);
    }
  };
  return (
    <div className="flex justify-center">
      <Button variant="outline" pending={pending} onClick={() => void load()}>
        {t("notifications.older")}
      </Button>
    </div>
  );
}
