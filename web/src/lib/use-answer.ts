"use client";

import { useEffect, useMemo, useState } from "react";

import { createLiveQuery, stateOf, type LiveQuery } from "./live-query";
import type { Problem } from "./problem";
import { request, type Operation } from "./request";
import { useWho } from "./session";
import { useResync } from "./socket";
import { shelves, useLiveQuery } from "./use-live-query";

/** An answer of the graph, as whoever looks gets it; see `useAnswer`. */
export type Answered<D> = {
  data: D | null;
  /** Why there is none. */
  problem: Problem | null;
  /** It is asked for, and not here. */
  loading: boolean;
  /** Asks again; what is shown stays meanwhile. */
  retry: () => Promise<void>;
  change: LiveQuery<D>["change"];
  edit: LiveQuery<D>["edit"];
};

type Options = {
  /** ms in which an answer is as good as a new one: who comes later asks again, and sees it meanwhile. Infinity: always. */
  maxAge?: number;
  /** ms for which it is kept for who comes back to it. */
  linger?: number;
};

/** For what does not change: whoever has it asks no more. */
export const always: Options = { maxAge: Infinity };
/** For what must not be shown as it was before: it is asked anew whenever somebody comes to it. */
export const fresh: Options = { linger: 0 };
/** Renders of one page, and those who hear of the same break, come together. */
const atOnce = 1_000;
/** As long as people go back to a page for. */
const back = 300_000;
const answers = shelves<LiveQuery<object>>();
const never = () => () => undefined;
const noEdits = { change: () => undefined, edit: () => Promise.resolve(), reload: () => Promise.resolve() };

/**
 * Asks the graph, once for all who ask the same (null: nothing), and asks again after each break of the connection. For
 * what pushes change there are stores, see `perPerson`.
 */
export function useAnswer<D extends object, V extends object>(
  operation: Operation<D, V>,
  variables: V | null,
  { maxAge = atOnce, linger = back }: Options = {},
): Answered<D> {
  const who = useWho();
  const asked = variables && JSON.stringify(variables);
  const query = useMemo(
    () => (who === null || asked === null ? null : queryOf(operation, who, asked, linger)),
    [operation, who, asked, linger],
  );
  const view = useLiveQuery(query);
  // Who comes to an answer that is kept has it renewed.
  useEffect(() => void query?.reload(maxAge), [query, maxAge]);
  useResync(() => void query?.reload(maxAge));
  const { change, edit, reload } = query ?? noEdits;
  return {
    data: stateOf(view),
    problem: view.status === "failed" ? view.problem : null,
    loading: asked !== null && view.status === "loading",
    retry: () => reload(),
    change,
    edit,
  };
}

function queryOf<D extends object, V extends object>(
  operation: Operation<D, V>,
  who: string,
  asked: string,
  linger: number,
): LiveQuery<D> {
  const ask = async (left: AbortSignal) => {
    // As it was written down above.
    const answer = await request(operation, JSON.parse(asked) as V, { signal: left });
    return () => answer;
  };
  const made = answers(
    who,
    `${operation.hash} ${asked}`,
    () =>
      // The hash says what is in it, here and for who takes it from the shelf.
      createLiveQuery<D>({ ask, linger, resync: never }) as unknown as LiveQuery<object>,
  );
  return made as unknown as LiveQuery<D>;
}

/** What was last answered, while what is asked instead is on its way: a list stays while somebody types on. */
export function useLast<D>(answer: D | null): D | null {
  const [last, setLast] = useState(answer);
  if (answer !== null && answer !== last) setLast(answer);
  return answer ?? last;
}

/** Sends something, and whether that is under way. Rejects with the Problem. */
export function useSend<D, V extends object>(
  operation: Operation<D, V>,
): [send: (variables: V) => Promise<D>, pending: boolean] {
  const [pending, setPending] = useState(false);
  const send = async (variables: V) => {
    setPending(true);
    return request(operation, variables).finally(() => setPending(false));
  };
  return [send, pending];
}
