import { PublicEventDocument, type PublicEventQuery } from "@/gen/graphql";
import { Problem, toProblem } from "@/lib/problem";
import { serverQuery } from "@/lib/server-graphql";

import { eventView, type EventView } from "./event-view";
import { liveStateOf } from "./live-state";

export type EventHost = PublicEventQuery["event"]["host"];
export type LoadedEvent = { view: EventView; host: EventHost; /** ms */ at: number };

/**
 * The public page's data, on the server, as whoever sent `cookie`. Null when there is no such event, or none that they
 * may see; throws other Problems.
 */
export async function loadEvent(slug: string, cookie: string, now: number): Promise<LoadedEvent | null> {
  try {
    const { host, ...event } = await ask(slug, cookie);
    return { view: eventView(liveStateOf(event), now), host, at: now };
  } catch (error) {
    if (error instanceof Problem && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
}

/** A token that has just ended must not hide what everybody may see: the browser refreshes it, and asks again. */
async function ask(slug: string, cookie: string): Promise<PublicEventQuery["event"]> {
  try {
    return (await serverQuery(PublicEventDocument, { slug }, { cookie })).event;
  } catch (error) {
    const { code } = toProblem(error);
    if (!cookie || (code !== "expired" && code !== "unauthenticated")) throw error;
    return (await serverQuery(PublicEventDocument, { slug })).event;
  }
}
