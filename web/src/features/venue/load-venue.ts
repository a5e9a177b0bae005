import type { Metadata } from "next";
import { cache } from "react";

import { EventThereDocument } from "@/gen/graphql";
import { t } from "@/lib/i18n";
import { visitorQuery } from "@/lib/server-graphql";

/** What the visitor may know of an event by this name, asked once in a request; undefined while nobody can tell. */
const eventThere = cache((slug: string) => visitorQuery(EventThereDocument, { slug }).catch(() => undefined));

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
