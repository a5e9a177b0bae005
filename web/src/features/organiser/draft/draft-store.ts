import type { Change } from "@/features/agenda";
import { agendaOf, type LiveAgenda } from "@/features/live-event";
import { AgendaDraft } from "@/gen/operations/draft";
import { createLiveQuery, type LiveQuery } from "@/lib/live-query";
import { request } from "@/lib/request";
import { on } from "@/lib/socket";
import { perPerson } from "@/lib/use-live-query";

/** An agenda as its organisers have it, and what of it nobody else sees yet: `changes` are the first of `total`. */
export type Draft = { revision: number; total: number; changes: readonly Change[]; agenda: LiveAgenda };
export type DraftQuery = LiveQuery<Draft>;

/** Asked for again whenever somebody of the team changes or publishes it. */
export function createDraft(eventId: string): DraftQuery {
  return createLiveQuery<Draft>({
    ask: async () => {
      const { agendaDraft } = await request(AgendaDraft, { eventId });
      const { agenda, revision, total, changes } = agendaDraft;
      return () => ({ revision, total, changes, agenda: agendaOf(agenda) });
    },
    listen: ({ reload }) => [
      on("agenda.draft", (push) => void (push.eventId === eventId && reload())),
      // Before an event is published its agenda is changed at once.
      on("agenda.changed", (push) => void (push.eventId === eventId && reload())),
    ],
    linger: 5_000,
  });
}

export const useDraftQuery = perPerson(createDraft);
