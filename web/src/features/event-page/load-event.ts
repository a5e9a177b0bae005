import { cache } from "react";

import { liveStateOf } from "@/features/live-event";
import { PublicEvent } from "@/gen/operations/event-page";
import { MyEvent } from "@/gen/operations/live-event";
import { visitorQuery } from "@/lib/server-graphql";
import { isNobody } from "@/lib/visitor";

import { eventView, type EventHost, type EventView } from "./event-view";

export type LoadedEvent = { view: EventView; host: EventHost; /** ms */ at: number };

/**
 * The public page's data, on the server, asked once in a request. Null when there is no such event, or none that the
 * visitor may see; throws other Problems.
 */
export const loadEvent = cache(async (slug: string): Promise<LoadedEvent | null> => {
  const mine = (await isNobody()) ? null : visitorQuery(MyEvent, { slug });
  const [found, my] = await Promise.all([visitorQuery(PublicEvent, { slug }), mine]);
  if (!found) return null;
  const at = Date.now();
  const { host, ...event } = found.event;
  return { view: eventView(liveStateOf(event, my?.event ?? null), at), host, at };
});
