import type { Metadata } from "next";

import type { EventHeadFragment } from "@/gen/graphql";

import { origin } from "./origin";

/** What the pages of an event say of it to search engines, and to whoever shows a link to them. */
export type Findable = Omit<EventHeadFragment, "id">;
type Words = { title: string; description: string };

/** The head of one of an event's pages; `shared` is what stands above a link to it elsewhere. */
export function eventHead(
  event: Findable,
  path: string,
  { title, description }: Words,
  shared: string,
): Metadata {
  // What is not public is not for search engines.
  const hidden = event.visibility === "unlisted" || event.status === "draft";
  return {
    metadataBase: new URL(origin()),
    title,
    description,
    alternates: { canonical: path },
    robots: hidden ? { index: false } : undefined,
    openGraph: { type: "website", siteName: "Hallway", title: shared, description, url: path },
    twitter: { card: "summary", title: shared, description },
  };
}

/** The event in the words of schema.org. */
export function eventThing(event: Findable) {
  const url = `${origin()}/e/${event.slug}`;
  const { name, startsAt: startDate, endsAt: endDate } = event;
  return { "@type": "Event", name, startDate, endDate, location: placeThing(event, url), url };
}

/** Where it is: at its place, if it has one, and here. */
export function placeThing({ location }: Findable, url: string) {
  const here = { "@type": "VirtualLocation", url };
  return location ? [{ "@type": "Place", name: location, address: location }, here] : here;
}

export const statusThing = ({ status }: Findable) =>
  `https://schema.org/${status === "cancelled" ? "EventCancelled" : "EventScheduled"}`;

export const personThing = ({ name }: { name: string }) => ({ "@type": "Person", name });
