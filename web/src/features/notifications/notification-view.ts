import { t, type MessageKey } from "@/lib/i18n";
import { clock, dayLong } from "@/lib/time";
import { zoneWords, type ShownZone } from "@/lib/whose-clock";

import type { Notification } from "./notifications-state";

const keys: Record<Notification["kind"], MessageKey> = {
  match: "notifications.match",
  direct: "notifications.direct",
  mention: "notifications.mention",
  session_soon: "notifications.sessionSoon",
  session_moved: "notifications.sessionMoved",
  event_status: "notifications.eventStatus",
  call: "notifications.call",
  invitation: "notifications.invitation",
};

type Words = { title: string; body: string };

/** Nothing rings longer than this. */
const rings = 60_000;

/** Of a call: it rings now, was missed, or is past, because it was answered or declined, or is long ago. */
function callState({ detail, readAt, createdAt }: Notification, now: number): string {
  if (detail !== "ringing") return detail;
  return readAt === null && now - Date.parse(createdAt) < rings ? "ringing" : "past";
}

/**
 * What a notification says: a sentence, and under it what it is about. `shown` is whose clock times in it are on; `now`
 * tells what is from what was.
 */
export function wordsOf(
  notification: Notification,
  actor: string | undefined,
  shown: ShownZone,
  now: number,
): Words {
  const name = actor ?? t("notifications.somebody");
  const { kind, subject, count } = notification;
  const detail = kind === "call" ? callState(notification, now) : notification.detail;
  if (kind === "session_moved") return wordsOfMoved(notification, shown);
  const title = t(keys[kind], { name, subject, detail, count });
  if (kind === "direct" || kind === "mention") return { title, body: subject };
  if (kind === "session_soon") return { title, body: detail };
  if (kind === "match" || kind === "invitation") return { title, body: subject };
  return { title, body: "" };
}

/** Where a starred session is now. */
type Moved = { at: string; zone: string; stage: string };

/** "moved 2026-11-22T14:50:00Z Europe/Brussels Main hall" */
function movedTo({ kind, detail }: Pick<Notification, "kind" | "detail">): Moved | null {
  const [word, at = "", zone = "", ...stage] = detail.split(" ");
  if (kind !== "session_moved" || word !== "moved" || Number.isNaN(Date.parse(at))) return null;
  return { at, zone, stage: stage.join(" ") };
}

/** The zone of the event in whose time a notification speaks; none where it names no time. */
export const zoneOf = (notification: Pick<Notification, "kind" | "detail">): string | undefined =>
  movedTo(notification)?.zone;

function wordsOfMoved(notification: Notification, shown: ShownZone): Words {
  const { subject, detail } = notification;
  const moved = movedTo(notification);
  if (moved) {
    const { at, stage } = moved;
    const when = `${dayLong(at, shown.zone)}, ${clock(at, shown.zone)}`;
    const title = stage
      ? t("notifications.sessionMovedTo", { subject, when, stage })
      : t("notifications.sessionMoved", { subject, when });
    return { title, body: zoneWords(shown, [Date.parse(at)]) };
  }
  const count = /^several (\d+)$/u.exec(detail)?.[1];
  if (count) return { title: t("notifications.sessionsMoved", { count: Number(count) }), body: subject };
  const key = detail === "gone" ? "notifications.sessionGone" : "notifications.sessionChanged";
  return { title: t(key, { subject }), body: "" };
}

/** Its link, within the site only; a conversation opens inside the venue one is in. */
export function linkOf(notification: Pick<Notification, "link">, path: string): string {
  const { link } = notification;
  if (!link.startsWith("/") || link.startsWith("//") || link.includes("\\")) return "/notifications";
  const venue = /^\/e\/[^/]+(?=\/)/.exec(path)?.[0];
  return venue && link.startsWith("/messages/") ? venue + link : link;
}

export type Place = {
  path: string;
  /** The page is in front of somebody. */ visible: boolean;
  /** The chat beside it is in view. */ chat: boolean;
};

/** What the notification is about stands on this page: it counts as read. */
export function isInView(notification: Notification, { path, visible, chat }: Place): boolean {
  if (!visible || notification.kind === "call" || (notification.kind === "mention" && !chat)) return false;
  return linkOf(notification, path).split("?")[0] === path;
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
