"use client";

import { Bell as BellIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";

import { Inside } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { CountPill } from "@/components/ui/count-pill";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useT } from "@/lib/i18n";

import { NotificationRow } from "./notification-row";
import { useNotificationToasts } from "./notification-toasts";
import { useMarkRead, useNotifications } from "./use-notifications";
import type { NotificationsView } from "./notifications-store";

/** How many the popover lists; the page has all. */
const listed = 8;

/** The count, the latest notifications, and toasts for new ones. */
export function BellInside() {
  return (
    <Inside>
      <SignedInBell />
    </Inside>
  );
}

function SignedInBell() {
  const t = useT();
  const path = usePathname();
  const { view, store } = useNotifications();
  // Open for the page it was opened on: going somewhere closes it.
  const [openOn, setOpenOn] = useState<string | null>(null);
  const markRead = useMarkRead();
  useNotificationToasts(store, path);
  const unread = view.status === "ready" ? view.state.unread : 0;
  const close = () => setOpenOn(null);
  return (
    <Popover open={openOn === path} onOpenChange={(open) => setOpenOn(open ? path : null)}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className="relative"
          aria-label={unread ? t("shell.notificationsUnread", { count: unread }) : t("shell.notifications")}
        >
          <Icon icon={BellIcon} size={20} />
          <CountPill count={unread} className="absolute -inset-e-1 -top-0.5 ring-2 ring-background" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t("shell.notifications")} className="w-90 p-0">
        <div className="flex h-11 items-center justify-between ps-4 pe-2">
          <h2 className="text-14 font-semibold">{t("shell.notifications")}</h2>
          {unread > 0 && (
            <Button variant="ghost" size="sm" onClick={() => markRead([])}>
              {t("notifications.markAll")}
            </Button>
          )}
        </div>
        <div className="max-h-[min(480px,60dvh)] scrollbar-slim overflow-y-auto px-1 pb-1">
          <Latest view={view} onRetry={() => void store?.reload()} onOpen={close} />
        </div>
        <div className="border-t border-border p-1">
          <Button asChild variant="ghost" className="w-full">
            <Link href="/notifications" onClick={close}>
              {t("notifications.seeAll")}
            </Link>
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}

type LatestProps = { view: NotificationsView; onRetry: () => void; onOpen: () => void };

function Latest({ view, onRetry, onOpen }: LatestProps) {
  const t = useT();
  const markRead = useMarkRead();
  if (view.status === "loading")
    return (
      <Loading className="flex flex-col gap-2 p-3">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    );
  if (view.status === "failed")
    return <ErrorState className="py-6" message={view.problem.message} onRetry={onRetry} />;
  const { state } = view;
  if (state.items.length === 0)
    return (
      <EmptyState
        className="py-6"
        icon={BellIcon}
        title={t("notifications.emptyTitle")}
        body={t("notifications.emptyBody")}
      />
    );
  return (
    <ul>
      {state.items.slice(0, listed).map((notification) => (
        <li key={notification.id}>
          <NotificationRow
            notification={notification}
            actor={state.names.get(notification.actorId ?? "")}
            read={notification.readAt !== null}
            onOpen={() => {
              if (notification.readAt === null) markRead([notification.id]);
              onOpen();
            }}
          />
        </li>
      ))}
    </ul>
  );
}
