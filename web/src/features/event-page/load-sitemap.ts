import { EventCards, EventPages } from "@/gen/operations/event-page";
import { origin } from "@/lib/origin";
import { serverQuery } from "@/lib/server-graphql";

/** Addresses for search engines, made anew at most this often: whoever asks, and how often, costs the same. */
const holds = 10 * 60_000;
/** As many as one sitemap may have (sitemaps.org). */
const most = 50_000;
/** The soonest events have their sessions in it: each is a question of its own. */
const mostEvents = 50;

let kept: { at: number; pages: Promise<string[]> } | null = null;

/** All addresses that everybody may read, whole: the first page, public events, their agendas and sessions. */
export function loadSitemap(clock: () => number = Date.now): Promise<string[]> {
  const now = clock();
  if (!kept || kept.at < now - holds) {
    const made = { at: now, pages: pagesOf() };
    kept = made;
    // What failed is not kept.
    made.pages.catch(() => {
      if (kept === made) kept = null;
    });
  }
  return kept.pages;
}

async function pagesOf(): Promise<string[]> {
  const { events } = await serverQuery(EventCards, {});
  const pages = [origin()];
  for (const { slug } of events.slice(0, mostEvents)) {
    const base = `${origin()}/e/${encodeURIComponent(slug)}`;
    // One after the other: nobody waits for it, and others ask as well.
    const found = await serverQuery(EventPages, { slug }).catch(() => null);
    const sessions = found?.event.agenda.sessions ?? [];
    pages.push(base, `${base}/agenda`, ...sessions.map(({ id }) => `${base}/sessions/${id}`));
  }
  return pages.slice(0, most);
}
