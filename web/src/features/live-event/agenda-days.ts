import { keep, keptOf } from "@/lib/kept";
import type { LiveQuery } from "@/lib/live-query";
import { stateOf } from "@/lib/live-query";
import { toProblem } from "@/lib/problem";
import { createRetry } from "@/lib/retry";

import type { AgendaPart } from "./live-agenda";
import { withDays, type LiveState, type LiveSummary } from "./live-state";

/** Sessions that are asked for at once, where days are shorter than that. */
const enough = 200;

/**
 * The days of a programme in groups that are asked for together: the same for everybody, whatever they look at first,
 * so that the server makes each answer once.
 */
export function groupsOf(days: LiveSummary["days"]): string[][] {
  const groups: string[][] = [];
  let size = Infinity;
  for (const { day, sessions } of days) {
    if (size + sessions > enough) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(day);
    size += sessions;
  }
  return groups;
}

/** The next group with a day that is missing: one with a day in `first`, if there is one. */
export function nextGroup({ summary, missing }: LiveState, first: ReadonlySet<string>): string[] | null {
  const open = groupsOf(summary.days).filter((group) => group.some((day) => missing.has(day)));
  return open.find((group) => group.some((day) => first.has(day))) ?? open[0] ?? null;
}

export type AgendaDays = {
  /** Wants all days, these first, until the result is called. Those that have come stay. */
  want: (first: readonly string[]) => () => void;
  /** Goes on with what is wanted, if something of that is missing. */
  goOn: () => void;
  /** The days that are shown already, anew: for an answer of another version of the agenda. */
  anew: (state: LiveState, version: number) => Promise<Array<{ days: string[]; part: AgendaPart }>>;
  stop: () => void;
};

/** Brings the days of an agenda that somebody wants, one group after the other. `ask` asks the server. */
export function createAgendaDays(
  query: Pick<LiveQuery<LiveState>, "get" | "change">,
  ask: (days: string[]) => Promise<AgendaPart>,
): AgendaDays {
  const wanted = new Set<{ first: readonly string[] }>();
  let isUnderWay = false;
  const retry = createRetry(() => void run());
  const load = async (state: LiveState, days: string[], version: number): Promise<AgendaPart> => {
    const of = `${state.event.id} ${days.join(" ")}`;
    const kept = await keptOf<AgendaPart>(of, inBuild(version));
    if (kept) return kept;
    const part = await ask(days);
    // A draft is its makers' alone.
    if (state.event.status !== "draft") void keep(of, inBuild(part.version), part);
    return part;
  };
  /** Looked at without waiting, so that what is wanted the moment nothing was is not missed. */
  const next = () => {
    const state = stateOf(query.get());
    if (!state || wanted.size === 0 || retry.isWaiting()) return null;
    const days = nextGroup(state, new Set(Array.from(wanted).flatMap((one) => one.first)));
    return days && { state, days };
  };
  const bring = async (state: LiveState, days: string[]) => {
    try {
      const part = await load(state, days, state.agenda.base);
      query.change((now) => withDays(now, days, part));
      // The server's answer was older than what is known here, for a moment.
      if (part.version < (stateOf(query.get())?.agenda.base ?? 0)) retry.later();
      else retry.stop();
    } catch (error) {
      query.change((now) => ({ ...now, trouble: toProblem(error) }));
      retry.later();
    }
  };
  const run = async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    for (let todo = next(); todo; todo = next()) await bring(todo.state, todo.days);
    isUnderWay = false;
  };
  return {
    want: (first) => {
      const mine = { first };
      wanted.add(mine);
      retry.stop();
      void run();
      return () => wanted.delete(mine);
    },
    goOn: () => void run(),
    anew: (state, version) => {
      const here = groupsOf(state.summary.days).filter((group) =>
        group.every((day) => !state.missing.has(day)),
      );
      const groups = wanted.size > 0 ? here : [];
      return Promise.all(groups.map(async (days) => ({ days, part: await load(state, days, version) })));
    },
    stop: retry.stop,
  };
}

/** Another build may ask for other fields. */
const inBuild = (version: number): string => `${version} ${document.body.dataset.version ?? ""}`;
