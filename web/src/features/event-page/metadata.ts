import type { Metadata } from "next";

import { eventHead } from "@/lib/findable";
import { cut } from "@/lib/plain";

import type { LoadedEvent } from "./load-event";

/** The head of an event's page. */
export function eventMetadata({ view: { event } }: LoadedEvent): Metadata {
  const description = event.tagline || cut(event.description, 200);
  const path = `/e/${event.slug}`;
  const head = eventHead(event, path, { title: event.name, description }, event.name);
  return { ...head, alternates: { canonical: path, types: { "text/calendar": `${path}/schedule.ics` } } };
}
