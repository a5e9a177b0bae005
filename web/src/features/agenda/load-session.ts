import { cache } from "react";

import { SessionThereDocument, type SessionThereQuery } from "@/gen/graphql";
import { visitorQuery } from "@/lib/server-graphql";

export type SessionHead = SessionThereQuery["session"];

/**
 * What a session's page says of itself, on the server, asked once in a request. Null when it is not of this event;
 * undefined while nobody can tell.
 */
export const loadSession = cache(
  async (slug: string, id: string): Promise<SessionHead | null | undefined> => {
    try {
      const found = await visitorQuery(SessionThereDocument, { slug, id });
      return found && found.session.eventId === found.event.id ? found.session : null;
    } catch {
      return undefined;
    }
  },
);
