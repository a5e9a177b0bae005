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

type Agenda = EventCoverQuery["event"]["agenda"];
const empty: Agenda = { stages: [], sessions: [] };

/** The soonest get a picture: each is a question of its own, and a thousand sessions long. */
const mostCovers = 8;
const agendas = new Map<string, { version: number; agenda: Agenda }>();
const mostKept = 64;

/** Public events that are live or to come, asked for on the server as nobody. Throws a Problem. */
export async function loadEventCards(clock: () => number = Date.now): Promise<EventCards> {
  const now = clock();
  const { events } = await serverQuery(EventCardsDocument, {});
  const cards = await Promise.all(
    events.map(async (event, i) => cardOf(event, i < mostCovers ? await agendaOf(event) : empty, now)),
  );
  const live = (card: EventCardView) => Date.parse(card.startsAt) <= now && card.status === "published";
  return { live: cards.filter(live), upcoming: cards.filter((card) => !live(card)), at: now };
}

/** The agenda everybody may see, kept until the event's version changes; none if it cannot be had. */
async function agendaOf(event: EventCardFragment): Promise<Agenda> {
  const kept = agendas.get(event.id);
  if (kept?.version === event.version) return kept.agenda;
  try {
    const { version, agenda } = (await serverQuery(EventCoverDocument, { slug: event.slug })).event;
    if (agendas.size >= mostKept) agendas.clear();
    agendas.set(event.id, { version, agenda });
    return agenda;
  } catch {
    return kept?.agenda ?? empty;
  }
}

function cardOf(event: EventCardFragment, { stages, sessions }: Agenda, now: number): EventCardView {
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
