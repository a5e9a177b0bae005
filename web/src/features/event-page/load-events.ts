import {
  EventCardsDocument,
  EventCoverDocument,
  type EventCardFragment,
  type EventCoverQuery,
} from "@/gen/graphql";
import { serverQuery } from "@/lib/server-graphql";

import { coverOf, type Cover } from "./cover-marks";

/** What a card on the first page shows: the facts, and the agenda as a picture instead of its sessions. */
export type EventCardView = EventCardFragment & {
  cover: Cover | null;
  /** How many sessions run at the time of asking. */
  onNow: number;
  sessions: number;
};

export type EventCards = { live: EventCardView[]; upcoming: EventCardView[]; /** ms */ at: number };

type Summary = EventCoverQuery["event"]["agendaSummary"];
const empty: Summary = { sessions: 0, picture: null };

/** The soonest get a picture: each is a question of its own. */
const mostCovers = 8;
const summaries = new Map<string, { version: number; until: number; summary: Summary }>();
const mostKept = 64;
/** How late the picture of the next day may come, in ms. */
const holds = 60_000;

/** Public events that are live or to come, asked for on the server as nobody. Throws a Problem. */
export async function loadEventCards(clock: () => number = Date.now): Promise<EventCards> {
  const now = clock();
  const { events } = await serverQuery(EventCardsDocument, {});
  const cards = await Promise.all(
    events.map(async ({ nowNext, ...event }, i) => {
      const { sessions, picture } = i < mostCovers ? await summaryOf(event, now) : empty;
      return { ...event, cover: picture && coverOf(picture), onNow: nowNext.now.length, sessions };
    }),
  );
  const live = (card: EventCardView) => Date.parse(card.startsAt) <= now && card.status === "published";
  return { live: cards.filter(live), upcoming: cards.filter((card) => !live(card)), at: now };
}

/** The agenda everybody may see, as a picture, kept until the event's version changes; none if it cannot be had. */
async function summaryOf(event: EventCardFragment, now: number): Promise<Summary> {
  const kept = summaries.get(event.id);
  if (kept?.version === event.version && kept.until > now) return kept.summary;
  try {
    const { version, agendaSummary } = (await serverQuery(EventCoverDocument, { slug: event.slug })).event;
    if (summaries.size >= mostKept) summaries.clear();
    summaries.set(event.id, { version, until: now + holds, summary: agendaSummary });
    return agendaSummary;
  } catch {
    return kept?.summary ?? empty;
  }
}
