import {
  EventCardsDocument,
  EventCoverDocument,
  type EventCardFragment,
  type EventCoverQuery,
} from "@/gen/graphql";
import { serverQuery } from "@/lib/server-graphql";

import { coverOf, type Cover } from "./cover-marks";

/** What a card on the first page shows: the facts, and the programme as a picture instead of its sessions. */
export type EventCardView = EventCardFragment & {
  cover: Cover | null;
  /** How many sessions run at the time of asking. */
  onNow: number;
  sessions: number;
};

export type EventCards = { live: EventCardView[]; upcoming: EventCardView[]; /** ms */ at: number };

type Programme = EventCoverQuery["event"]["agenda"];
const empty: Programme = { stages: [], sessions: [] };

/** The soonest get a picture: each is a question of its own, and a thousand sessions long. */
const mostCovers = 8;
const programmes = new Map<string, { version: number; programme: Programme }>();
const mostKept = 64;

/** Public events that are live or to come, asked for on the server as nobody. Throws a Problem. */
export async function loadEventCards(clock: () => number = Date.now): Promise<EventCards> {
  const now = clock();
  const { events } = await serverQuery(EventCardsDocument, {});
  const cards = await Promise.all(
    events.map(async (event, i) => cardOf(event, i < mostCovers ? await programmeOf(event) : empty, now)),
  );
  const live = (card: EventCardView) => Date.parse(card.startsAt) <= now && card.status === "published";
  return { live: cards.filter(live), upcoming: cards.filter((card) => !live(card)), at: now };
}

/** The programme everybody may see, kept until the event's version changes; none if it cannot be had. */
async function programmeOf(event: EventCardFragment): Promise<Programme> {
  const kept = programmes.get(event.id);
  if (kept?.version === event.version) return kept.programme;
  try {
    const { version, agenda } = (await serverQuery(EventCoverDocument, { slug: event.slug })).event;
    if (programmes.size >= mostKept) programmes.clear();
    programmes.set(event.id, { version, programme: agenda });
    return agenda;
  } catch {
    return kept?.programme ?? empty;
  }
}

function cardOf(event: EventCardFragment, { stages, sessions }: Programme, now: number): EventCardView {
  const on = sessions.filter(
    (session) => Date.parse(session.startsAt) <= now && Date.parse(session.endsAt) > now,
  );
  return {
    ...event,
    cover: coverOf(sessions, stages, event.timeZone, now),
    onNow: on.length,
    sessions: sessions.length,
  };
}
