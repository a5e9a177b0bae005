import { t, type MessageKey } from "@/lib/i18n";

import type { Notice } from "./notices-state";

const keys: Record<Notice["kind"], MessageKey> = {
  match: "notifications.match",
  direct: "notifications.direct",
  mention: "notifications.mention",
  session_soon: "notifications.sessionSoon",
  event_status: "notifications.eventStatus",
  call: "notifications.call",
};

/** What a notice says: a sentence, and under it what it is about. */
export function wordsOf(notice: Notice, actor: string | undefined): { title: string; body: string } {
  const name = actor ?? t("notifications.somebody");
  const { kind, subject, detail, count } = notice;
  const title = t(keys[kind], { name, subject, detail, count });
  if (kind === "direct" || kind === "mention") return { title, body: subject };
  if (kind === "session_soon") return { title, body: detail };
  if (kind === "match") return { title, body: subject };
  return { title, body: "" };
}

/** Its link, within the site only; a conversation opens inside the venue one is in. */
export function linkOf(notice: Pick<Notice, "link">, path: string): string {
  const { link } = notice;
  if (!link.startsWith("/") || link.startsWith("//") || link.includes("\\")) return "/notifications";
  const venue = /^\/e\/[^/]+(?=\/)/.exec(path)?.[0];
  return venue && link.startsWith("/messages/") ? venue + link : link;
}

export type Place = { path: string; /** The page is in front of somebody. */ visible: boolean };

/** What the notice is about stands on this page: it counts as read. */
export function isInView(notice: Notice, { path, visible }: Place): boolean {
  return visible && notice.kind !== "call" && linkOf(notice, path) === path;
}

/** Whether to show it in passing: not what is in view, nor what the page says in its own way. */
export function deservesToast(notice: Notice, place: Place): boolean {
  if (notice.readAt || isInView(notice, place)) return false;
  // A call rings by itself, and the venue celebrates its matches.
  if (notice.kind === "call") return notice.detail === "missed";
  return notice.kind !== "match" || !isVenueOf(notice.link, place.path);
}

function isVenueOf(link: string, path: string): boolean {
  const venue = /^\/e\/[^/]+\//.exec(link)?.[0];
  return venue !== undefined && path.startsWith(venue);
}
