import { EventThereDocument, SessionPlaceDocument } from "@/gen/graphql";

import { Problem } from "./problem";
import { serverQuery } from "./server-graphql";

/** What was there a moment ago is not asked for again: the page itself looks, and a public page is asked for often. */
const seen = new Map<string, number>();
const mostSeen = 1_000;
const holds = 60_000;

/** On the server: whether the event, and the session, that a path names are there for everybody. */
export async function isThereForNobody(path: string, now: number = Date.now()): Promise<boolean> {
  const [, root, slug, place, id] = path.split("/").map(decoded);
  if (root !== "e" || !slug) return true;
  const session = place === "sessions" && id ? id : null;
  const key = JSON.stringify([slug, session]);
  if ((seen.get(key) ?? 0) > now - holds) return true;
  try {
    const { event } = await serverQuery(EventThereDocument, { slug });
    if (session !== null) {
      const found = await serverQuery(SessionPlaceDocument, { id: session });
      if (found.session.eventId !== event.id) return false;
    }
  } catch (error) {
    // While nobody can tell, the page is asked.
    return !(error instanceof Problem && (error.code === "not_found" || error.code === "invalid"));
  }
  if (seen.size >= mostSeen) seen.clear();
  seen.set(key, now);
  return true;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
