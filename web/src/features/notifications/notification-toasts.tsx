"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { isPanelOpen } from "@/components/frame";
import { dismissToast, toast } from "@/components/ui/toast";
import { TeamBadge } from "@/features/live-event";
import { useLatest } from "@/lib/hooks";
import { t } from "@/lib/i18n";
import { on } from "@/lib/socket";
import { shownZoneNow } from "@/lib/whose-clock";

import { NotificationFace } from "./notification-row";
import { deservesToast, isInView, linkOf, wordsOf, zoneOf } from "./notification-view";
import type { Notification } from "./notifications-state";
import type { NotificationsStore } from "./notifications-store";

/** Which new notifications were told already: the bell may stand on the page more than once. */
const told = new Set<string>();

/** As of which revision a notification was taken back or changed: what was pushed before is not shown any more. */
const revised = new Map<string, number>();

/** Shows new notifications in passing; what they are about being in view, they count as read instead. */
export function useNotificationToasts(store: NotificationsStore | null, path: string): void {
  const router = useRouter();
  const here = useLatest(path);
  // Each push is said when it comes, not drawn.
  useEffect(() => {
    if (!store) return;
    let isOver = false;
    const stop = on("notification.new", async (push) => {
      const { revision } = push;
      const notification = { ...push.notification, actorInTeam: push.actorInTeam };
      const actor = notification.actorId ? await store.nameOf(notification.actorId) : undefined;
      if (isOver || told.has(occurrence(notification))) return;
      if (revision <= (revised.get(notification.id) ?? -1)) return;
      told.add(occurrence(notification));
      const place = {
        path: here.current,
        visible: document.visibilityState === "visible",
        // Lobby and sessions are where people talk.
        chat: isPanelOpen("talk"),
      };
      if (isInView(notification, place)) {
        // Not kept: it stays in the bell, where it can be read again.
        store.markRead([notification.id]).catch(() => null);
        return;
      }
      if (!deservesToast(notification, place)) return;
      const { title, body } = wordsOf(notification, actor, shownZoneNow(zoneOf(notification)), Date.now());
      toast({
        key: keyOf(notification.id),
        lead: <NotificationFace notification={notification} actor={actor} />,
        title: push.actorInTeam ? (
          <>
            {title} <TeamBadge />
          </>
        ) : (
          title
        ),
        body,
        action: {
          label: t("notifications.open"),
          run: () => {
            store.markRead([notification.id]).catch(() => null);
            router.push(linkOf(notification, here.current));
          },
        },
      });
    });
    const stopRevising = on("notification.revised", ({ removed, changed, revision }) => {
      for (const id of [...removed, ...changed.map((one) => one.id)]) {
        revised.set(id, Math.max(revision, revised.get(id) ?? -1));
        dismissToast(keyOf(id));
      }
    });
    return () => {
      isOver = true;
      stop();
      stopRevising();
    };
  }, [store, router, here]);
}

const keyOf = (id: string) => `notification-${id}`;
const occurrence = (notification: Notification) => `${notification.id} ${notification.createdAt}`;
