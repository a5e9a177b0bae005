import type { Change } from "./live-query";
import { Problem, toProblem } from "./problem";
import { session } from "./session";

/** Something changed here, shown before the server has said yes. */
export type Edit<S, A> = {
  /** Edits of one key are sent one after the other, so that an undo never overtakes what it undoes. */
  key: string;
  show: (state: S) => S;
  send: () => Promise<A>;
  /** What stays of it, now that the server has kept it; `show` if left out. */
  kept?: (answer: A) => Change<S>;
};

export type Edits<S> = {
  /** The state with those that wait laid over it, in the order in which they were made. */
  over: (state: S) => S;
  /** Rejects with the Problem when the edit was not kept, and has been taken back. */
  edit: <A>(edit: Edit<S, A>) => Promise<void>;
};

/** The edits that wait for the server. `merge` takes in what was kept; `draw` is called when one comes or goes. */
export function createEdits<S>(merge: (kept: Change<S>) => void, draw: () => void): Edits<S> {
  const waiting = new Set<{ show: (state: S) => S }>();
  const inTurn = createQueues();
  const edit: Edits<S>["edit"] = ({ key, show, send, kept }) => {
    const mine = { show };
    const author = signedIn();
    waiting.add(mine);
    draw();
    return inTurn(key, async () => {
      try {
        // Whoever signs in here next is not to say what somebody else has.
        if (signedIn() !== author) throw new Problem("unauthenticated", "Sign in first.");
        const answer = await send();
        waiting.delete(mine);
        merge(kept ? kept(answer) : show);
      } catch (error) {
        waiting.delete(mine);
        throw toProblem(error);
      } finally {
        draw();
      }
    });
  };
  return { over: (state) => Array.from(waiting).reduce((shown, { show }) => show(shown), state), edit };
}

function signedIn(): string | null {
  const now = session.get();
  return now.status === "in" ? now.user.id : null;
}

/** Runs the tasks of one key one after the other, whether they succeed or not. */
function createQueues(): (key: string, task: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return (key, task) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(task);
    const over: Promise<void> = turn
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === over) last.delete(key);
      });
    last.set(key, over);
    return turn;
  };
}
