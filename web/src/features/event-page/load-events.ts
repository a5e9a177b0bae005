import type { EventCardFragment, EventCoverQuery } from "@/gen/graphql";
import { EventCards as EventCardsOperation, EventCover } from "@/gen/operations/event-page";
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

/** The soonest get a picture: each is a question of its own, whose answer the gateway keeps. */
const mostCovers = 8;

/** Public events that are live or to come, asked for on the server as nobody. Throws a Problem. */
export async function loadEventCards(clock: () => number = Date.now): Promise<EventCards> {
  const now = clock();
  const { events } = await serverQuery(EventCardsOperation, {});
  const cards = await Promise.all(
    events.map(async ({ nowNext, ...event }, i) => {
      const { sessions, picture } = i < mostCovers ? await summaryOf(event.slug) : empty;
      return { ...event, cover: picture && coverOf(picture), onNow: nowNext.now.length, sessions };
    }),
  );
  const live = (card: EventCardView) => Date.parse(card.startsAt) <= now && card.status === "published";
  return { live: cards.filter(live), upcoming: cards.filter((card) => !live(card)), at: now };
}

/** The agenda everybody may see, as a picture; none if it cannot be had. */
const summaryOf = (slug: string): Promise<Summary> =>
  serverQuery(EventCover, { slug }).then(
    ({ event }) => event.agendaSummary,
    () => empty,
  );
