import type { Metadata } from "next";
import { cache } from "react";

import type { LiveAnswer } from "@/features/live-event";
import { LiveEvent } from "@/gen/operations/live-event";
import { EventThere } from "@/gen/operations/venue";
import { t } from "@/lib/i18n";
import { serverQuery, visitorQuery } from "@/lib/server-graphql";
import { isAnybodysVisit } from "@/lib/visitor";

/** What everybody may see of an event, and when that was, in ms since 1970. */
export type DrawnVenue = { event: LiveAnswer; at: number };

/**
 * What the venue is drawn with before any script runs, where the page is one for everybody who is signed in; null
 * elsewhere, and for what not everybody may see: there the scripts ask first.
 */
export const loadVenue = cache(async (slug: string): Promise<DrawnVenue | null> => {
  if (!(await isAnybodysVisit())) return null;
  const at = Date.now();
  return serverQuery(LiveEvent, { slug }).then(
    ({ event }) => ({ event, at }),
    () => null,
  );
});

/** What the visitor may know of an event by this name, asked once in a request; undefined while nobody can tell. */
const eventThere = cache(
  async (slug: string) =>
    (await loadVenue(slug)) ?? (await visitorQuery(EventThere, { slug }).catch(() => undefined)),
);

/** Whether the visitor may see an event by this name, on the server; true while nobody can tell. */
export async function isEventThere(slug: string): Promise<boolean> {
  return (await eventThere(slug)) !== null;
}

/** The head of all pages of an event: their titles name it. */
export async function venueMetadata(slug: string): Promise<Metadata> {
  const name = (await eventThere(slug))?.event.name;
  if (!name) return {};
  const whole = `${name} · ${t("common.appName")}`;
  return { title: { default: whole, template: `%s · ${whole}` } };
}
