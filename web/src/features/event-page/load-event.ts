import { cache } from "react";

import { liveStateOf } from "@/features/live-event";
import { PublicEventDocument } from "@/gen/graphql";
import { visitorQuery } from "@/lib/server-graphql";

import { eventView, type EventHost, type EventView } from "./event-view";

export type LoadedEvent = { view: EventView; host: EventHost; /** ms */ at: number };

/**
 * The public page's data, on the server, asked once in a request. Null when there is no such event, or none that the
 * visitor may see; throws other Problems.
 */
export const loadEvent = cache(async (slug: string): Promise<LoadedEvent | null> => {
  const found = await visitorQuery(PublicEventDocument, { slug });
  if (!found) return null;
  const at = Date.now();
  const { host, ...event } = found.event;
  return { view: eventView(liveStateOf(event), at), host, at };
});
