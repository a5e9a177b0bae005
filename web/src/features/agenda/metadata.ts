import type { Metadata } from "next";

import type { EventHeadFragment } from "@/gen/graphql";
import { t } from "@/lib/i18n";
import { origin } from "@/lib/origin";
import { cut } from "@/lib/plain";

import type { SessionHead } from "./load-session";

type Event = EventHeadFragment;

/** The head of a session's page, with what a link to it shows elsewhere. */
export function sessionMetadata(id: string, { event, ...session }: SessionHead): Metadata {
  const description = session.subtitle || cut(session.summary, 200);
  return head(event, session.title, description, pathOf(event, `sessions/${id}`));
}

/** The head of an agenda's page. */
export function agendaMetadata(event: Event): Metadata {
  return head(event, t("shell.agenda"), t("events.agendaOf", { name: event.name }), pathOf(event, "agenda"));
}

/** What is not public is not for search engines. */
function head(event: Event, title: string, description: string, path: string): Metadata {
  const hidden = event.visibility === "unlisted" || event.status === "draft";
  const whole = `${title} · ${event.name}`;
  return {
    metadataBase: new URL(origin()),
    title,
    description,
    alternates: { canonical: path },
    robots: hidden ? { index: false } : undefined,
    openGraph: { type: "website", siteName: "Hallway", title: whole, description, url: path },
    twitter: { card: "summary", title: whole, description },
  };
}

/** A session for search engines (schema.org). */
export const sessionData = (id: string, { event, ...session }: SessionHead): object => ({
  ...partOf(event, { id, ...session }),
  eventStatus: `https://schema.org/${event.status === "cancelled" ? "EventCancelled" : "EventScheduled"}`,
  location: placeOf(event, origin() + pathOf(event, `sessions/${id}`)),
  description: session.subtitle || cut(session.summary, 300),
  inLanguage: session.languages,
  performer: session.speakers.map(({ name }) => ({ "@type": "Person", name })),
  superEvent: eventOf(event),
});

/** An agenda for search engines: the event with the sessions that the page lists. */
export const agendaData = (event: Event, sessions: readonly Part[]): object => ({
  ...eventOf(event),
  subEvent: sessions.map((session) => partOf(event, session)),
});

type Part = { id: string; title: string; startsAt: string; endsAt: string };

const pathOf = (event: Event, page: string) => `/e/${event.slug}/${page}`;
const online = (url: string) => ({ "@type": "VirtualLocation", url });
const placeOf = ({ location }: Event, url: string) =>
  location ? [{ "@type": "Place", name: location, address: location }, online(url)] : online(url);

function eventOf(event: Event) {
  const url = `${origin()}/e/${event.slug}`;
  const { name, startsAt: startDate, endsAt: endDate } = event;
  return { "@type": "Event", name, startDate, endDate, location: placeOf(event, url), url };
}

/** What the event says of itself is not said again for each of a hundred: it is in the page twice. */
function partOf(event: Event, { id, title, startsAt, endsAt }: Part) {
  const url = origin() + pathOf(event, `sessions/${id}`);
  return { "@type": "Event", name: title, startDate: startsAt, endDate: endsAt, url };
}
