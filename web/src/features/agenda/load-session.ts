import { cache } from "react";

import type { EventHeadFragment, SessionThereQuery } from "@/gen/graphql";
import { AgendaHead, SessionThere } from "@/gen/operations/agenda";
import { visitorQuery } from "@/lib/server-graphql";

export type SessionHead = SessionThereQuery["session"] & { event: EventHeadFragment };

/**
 * What a session's page says of itself, on the server, asked once in a request. Null when it is not of this event;
 * undefined while nobody can tell.
 */
export const loadSession = cache(
  async (slug: string, id: string): Promise<SessionHead | null | undefined> => {
    try {
      const found = await visitorQuery(SessionThere, { slug, id });
      return found && found.session.eventId === found.event.id
        ? { ...found.session, event: found.event }
        : null;
    } catch {
      return undefined;
    }
  },
);

/** What an agenda's page says of its event, likewise. */
export const loadAgendaHead = cache(async (slug: string): Promise<EventHeadFragment | null> => {
  const found = await visitorQuery(AgendaHead, { slug }).catch(() => null);
  return found?.event ?? null;
});
