import { t, type MessageKey } from "@/lib/i18n";

import type { Notification } from "./notifications-state";

const keys: Record<Notification["kind"], MessageKey> = {
  match: "notifications.match",
  direct: "notifications.direct",
  mention: "notifications.mention",
  session_soon: "notifications.sessionSoon",
  event_status: "notifications.eventStatus",
  call: "notifications.call",
  invitation: "notifications.invitation",
};

/** What a notification says: a sentence, and under it what it is about. */
export function wordsOf(
  notification: Notification,
  actor: string | undefined,
): { title: string; body: string } {
  const name = actor ?? t("notifications.somebody");
  const { kind, subject, detail, count } = notification;
  const title = t(keys[kind], { name, subject, detail, count });
  if (kind === "direct" || kind === "mention") return { title, body: subject };
  if (kind === "session_soon") return { title, body: detail };
  if (kind === "match" || kind === "invitation") return { title, body: subject };
  return { title, body: "" };
}

/** Its link, within the site only; a conversation opens inside the venue one is in. */
export function linkOf(notification: Pick<Notification, "link">, path: string): string {
  const { link } = notification;
  if (!link.startsWith("/") || link.startsWith("//") || link.includes("\\")) return "/notifications";
  const venue = /^\/e\/[^/]+(?=\/)/.exec(path)?.[0];
  return venue && link.startsWith("/messages/") ? venue + link : link;
}

export type Place = { path: string; /** The page is in front of somebody. */ visible: boolean };

/** What the notification is about stands on this page: it counts as read. */
export function isInView(notification: Notification, { path, visible }: Place): boolean {
  return visible && notification.kind !== "call" && linkOf(notification, path) === path;
}

/** Whether to show it in passing: not what is in view, nor what the page says in its own way. */
export function deservesToast(notification: Notification, place: Place): boolean {
  if (notification.readAt || isInView(notification, place)) return false;
  // A call rings by itself, and the venue celebrates its matches.
  if (notification.kind === "call") return notification.detail === "missed";
  return notification.kind !== "match" || !isVenueOf(notification.link, place.path);
}

function isVenueOf(link: string, path: string): boolean {
  const venue = /^\/e\/[^/]+\//.exec(link)?.[0];
  return venue !== undefined && path.startsWith(venue);
}
