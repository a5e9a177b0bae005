import { createEdits, type Edits } from "./edits";
import { holding, lingering, type Held } from "./linger";
import { Problem, toProblem } from "./problem";
import { createRetry } from "./retry";
import { onResync } from "./socket";
import { createStore, type Readable, type Store } from "./store";

/**
 * Something of the server's, asked for once and then kept true. What is shown is the latest **answer**, with the
 * **changes** that were pushed since merged into it, under the **edits** that wait for the server (`edits.ts`).
 */
export type View<S> =
  { status: "loading" } | { status: "failed"; problem: Problem } | { status: "ready"; state: S };

/**
 * State before + change = state after; the same state when it changes nothing, null when this state is too old for it
 * and must be asked for again. A change is merged when it comes, and once more into an answer that was under way then,
 * which may be older or newer: coming late or twice must do no harm.
 */
export type Change<S> = (state: S) => S | null;

/** Whoever follows it, or holds it, has it open: it asks, listens, and asks again after each break. */
export type LiveQuery<S> = Readable<View<S>> &
  Held & {
    /** Asks again; what is shown stays meanwhile. Does nothing if it was asked within `maxAge` ms. */
    reload: (maxAge?: number) => Promise<void>;
    change: (change: Change<S>) => void;
    /** Shows an edit at once; takes it back and throws the Problem when it could not be kept. */
    edit: Edits<S>["edit"];
  };

export type LiveQueryOptions<S> = {
  /** What is shown before anybody has answered; without it, it is `loading` or `failed` then. */
  initial?: S;
  /**
   * Asks the server. The answer takes the place of what was known before (null: nothing), and may take over from it. The
   * signal says when nobody waits for it any more.
   */
  ask: (left: AbortSignal) => Promise<(before: S | null) => S>;
  /** Hears pushes, from when it opens until it closes and calls the results. */
  listen?: (query: Pick<LiveQuery<S>, "change" | "reload">) => ReadonlyArray<() => void>;
  /** Called with each new state that is shown: to fetch what is missing in it. */
  onState?: (state: S) => void;
  /** How long it stays open after its last follower, in ms, so that moving between pages does not ask anew. */
  linger?: number;
  /** Tells of each break of the connection that is over. */
  resync?: (listener: () => void) => () => void;
};

const loading = { status: "loading" } as const;

export const stateOf = <S>(view: View<S>): S | null => (view.status === "ready" ? view.state : null);

/** The state after all these changes that it is not too old for. */
function mergeAll<S>(state: S, changes: ReadonlyArray<Change<S>>): { state: S; isOld: boolean } {
  let isOld = false;
  for (const change of changes) {
    const after = change(state);
    isOld ||= after === null;
    state = after ?? state;
  }
  return { state, isOld };
}

function show<S>(view: Store<View<S>>, state: S | null, onState: LiveQueryOptions<S>["onState"]): void {
  if (!state || state === stateOf(view.get())) return;
  view.set({ status: "ready", state });
  onState?.(state);
}

/** One signal at a time: the next one, and the end, say to who works by the one before that it may stop. */
function createTurns(): { next: () => AbortSignal; end: () => void } {
  let now = new AbortController();
  const end = () => now.abort();
  const next = () => {
    end();
    now = new AbortController();
    return now.signal;
  };
  return { next, end };
}

export function createLiveQuery<S extends object>(options: LiveQueryOptions<S>): LiveQuery<S> {
  const { initial, ask, listen = () => [], onState, linger = 30_000, resync = onResync } = options;
  const view = createStore<View<S>>(loading);
  let isOpen = false;
  let known: S | null = null;
  /** What came since the latest ask; null when it is answered. Each ask has its own: so it knows whether it is the latest. */
  let since: Change<S>[] | null = null;
  /** Never, or in vain, is longer ago than anything. */
  let askedAt = -Infinity;
  const turns = createTurns();
  const retry = createRetry(() => void reload());

  const draw = () => show(view, known && edits.over(known), onState);
  const merge = (next: Change<S>) => {
    since?.push(next);
    const after = known && next(known);
    if (after) known = after;
    else if (known && !since && !retry.isWaiting()) void reload();
  };
  const edits = createEdits(merge, draw);
  const change: LiveQuery<S>["change"] = (next) => {
    const before = known;
    merge(next);
    if (known !== before) draw();
  };
  const reload: LiveQuery<S>["reload"] = async (maxAge = 0) => {
    if (!isOpen || Date.now() - askedAt < maxAge) return;
    const missed: Change<S>[] = (since = []);
    askedAt = Date.now();
    if (view.get().status === "failed") view.set(loading);
    const answer = await ask(turns.next()).catch(toProblem);
    if (since !== missed) return;
    since = null;
    if (answer instanceof Problem) {
      askedAt = -Infinity;
      // What is shown stays: it is old, not wrong, and it is asked for again.
      if (!known) view.set({ status: "failed", problem: answer });
      else if (answer.temporary) retry.later();
      return;
    }
    const { state, isOld } = mergeAll(answer(known), missed);
    known = state;
    retry.stop();
    draw();
    if (isOld) await reload();
  };
  const open = () => {
    isOpen = true;
    known = initial ?? null;
    draw();
    const stops = [...listen({ change, reload }), resync(() => void reload()), retry.stop];
    void reload();
    return () => {
      for (const stop of stops) stop();
      isOpen = false;
      known = since = null;
      turns.end();
      view.set(loading);
    };
  };
  const { hold, close } = lingering(open, linger);
  return { get: view.get, subscribe: holding(view, hold), hold, close, reload, change, edit: edits.edit };
}
