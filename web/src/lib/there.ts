import { EventThere, SessionPlace } from "@/gen/operations/venue";

import { isId } from "./ids";
import { Problem } from "./problem";
import { serverQuery } from "./server-graphql";

/** What was there a moment ago is not asked for again: the page itself looks, and a public page is asked for often. */
const seen = new Map<string, number>();
const mostSeen = 1_000;
const holds = 60_000;

/** Of an event's pages, these are of somebody or something that has an id of ours. */
const byId: ReadonlySet<string | undefined> = new Set(["people", "messages", "call"]);
/** For people who build Hallway; see `app/gallery`. */
export const hasGallery = (): boolean =>
  process.env.NODE_ENV !== "production" || process.env.HALLWAY_GALLERY === "1";

/** Whether nothing is at a path, whoever asks: told by the path alone. A wrong conversation's page has its own words. */
export function isThereForNobody(path: string): boolean {
  const [, root, , place, id] = path.split("/").map(decoded);
  if (root === "gallery") return !hasGallery();
  return root === "e" && (place === "people" || place === "call") && Boolean(id) && !isId(id ?? "");
}

/** On the server: what a path names that is not there for everybody; null: it may be. */
export async function missingForNobody(
  path: string,
  now: number = Date.now(),
): Promise<"page" | "session" | null> {
  const [, root, slug, place, id] = path.split("/").map(decoded);
  if (root !== "e" || !slug) return null;
  if (byId.has(place) && id && !isId(id)) return "page";
  const session = place === "sessions" && id ? id : null;
  const key = JSON.stringify([slug, session]);
  if ((seen.get(key) ?? 0) > now - holds) return null;
  try {
    const found = await orMissing(serverQuery(EventThere, { slug }));
    if (found === null) return "page";
    if (session !== null) {
      const part = await orMissing(serverQuery(SessionPlace, { id: session }));
      if (part?.session.eventId !== found.event.id) return "session";
    }
  } catch {
    // While nobody can tell, the page is asked.
    return null;
  }
  if (seen.size >= mostSeen) seen.clear();
  seen.set(key, now);
  return null;
}

/** Null for what is not there; throws other Problems. */
async function orMissing<D>(answer: Promise<D>): Promise<D | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
