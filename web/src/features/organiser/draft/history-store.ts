import type { RevisionFragment } from "@/gen/graphql";
import { AgendaRevisions, RevisionMakers } from "@/gen/operations/draft";
import { createLiveQuery, type LiveQuery } from "@/lib/live-query";
import { request } from "@/lib/request";
import { on } from "@/lib/socket";
import { perPerson } from "@/lib/use-live-query";

export type Revision = RevisionFragment;
/** The latest first; `names` of who made them, by id. */
export type History = { revisions: readonly Revision[]; names: ReadonlyMap<string, string>; more: boolean };
export type HistoryQuery = LiveQuery<History> & { older: () => Promise<void> };

/** Known revisions with newer ones before them: what a newer one took back is marked. */
export function withRevisions(known: readonly Revision[], latest: readonly Revision[]): readonly Revision[] {
  const last = latest.at(-1)?.number ?? 0;
  const undone = new Set(latest.flatMap(({ undoes }) => undoes ?? []));
  const older = known
    .filter(({ number }) => number < last)
    .map((one) => (undone.has(one.number) ? { ...one, undone: true } : one));
  return [...latest, ...older];
}

const firstOf = ({ revisions }: History): number => revisions.at(-1)?.number ?? 1;

/** What was done to the draft of an agenda, as far back as was asked for. */
export function createHistory(eventId: string): HistoryQuery {
  const page = async (before: number | null, names: History["names"]): Promise<Omit<History, "more">> => {
    const { agendaRevisions: revisions } = await request(AgendaRevisions, { eventId, before });
    const ids = new Set(revisions.flatMap(({ madeBy }) => madeBy ?? []));
    const unknown = Array.from(ids).filter((id) => !names.has(id));
    if (unknown.length === 0) return { revisions, names };
    const { people } = await request(RevisionMakers, { ids: unknown });
    return { revisions, names: new Map([...names, ...people.map(({ id, name }) => [id, name] as const)]) };
  };
  const query = createLiveQuery<History>({
    ask: async () => {
      const latest = await page(null, new Map());
      return (before) => {
        const revisions = withRevisions(before?.revisions ?? [], latest.revisions);
        const names = new Map([...(before?.names ?? []), ...latest.names]);
        return { revisions, names, more: (revisions.at(-1)?.number ?? 1) > 1 };
      };
    },
    listen: ({ reload }) => [
      on("agenda.draft", (push) => void (push.eventId === eventId && reload())),
      on("agenda.changed", (push) => void (push.eventId === eventId && reload())),
    ],
    linger: 0,
  });
  const older = async () => {
    const view = query.get();
    if (view.status !== "ready") return;
    const before = firstOf(view.state);
    const { revisions, names } = await page(before, view.state.names);
    query.change((state) => {
      if (firstOf(state) !== before) return state;
      const all = [...state.revisions, ...revisions];
      return { revisions: all, names, more: revisions.length > 0 && (all.at(-1)?.number ?? 1) > 1 };
    });
  };
  return { ...query, older };
}

export const useHistoryQuery = perPerson(createHistory);
