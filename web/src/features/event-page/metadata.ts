import type { Metadata } from "next";

import { origin } from "@/lib/origin";
import { cut } from "@/lib/plain";

import type { LoadedEvent } from "./load-event";

/** The head of an event's page; what is not public is not for search engines. */
export function eventMetadata({ view: { event } }: LoadedEvent): Metadata {
  const description = event.tagline || cut(event.description, 200);
  const hidden = event.visibility === "unlisted" || event.status === "draft";
  const path = `/e/${event.slug}`;
  return {
    metadataBase: new URL(origin()),
    title: event.name,
    description,
    alternates: { canonical: path, types: { "text/calendar": `${path}/schedule.ics` } },
    robots: hidden ? { index: false } : undefined,
    openGraph: { type: "website", siteName: "Hallway", title: event.name, description, url: path },
    twitter: { card: "summary", title: event.name, description },
  };
}
