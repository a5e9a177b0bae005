import { EventThereDocument } from "@/gen/graphql";
import { visitorQuery } from "@/lib/server-graphql";

/** Whether the visitor may see an event by this name, on the server; true while nobody can tell. */
export async function isEventThere(slug: string): Promise<boolean> {
  return Boolean(await visitorQuery(EventThereDocument, { slug }).catch(() => true));
}
