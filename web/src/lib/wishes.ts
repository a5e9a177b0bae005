"use client";

import { objectFrom } from "./json";
import type { PersonalKind } from "./personal";
import { Problem, toProblem } from "./problem";
import { createRetry } from "./retry";
import { keyOfMine, session } from "./session";

/** Yes, no, or an answer: what is wished for one thing. */
export type Wish = string | boolean | null;

/**
 * What somebody wants to be so, a value for each thing (a star, an answer): kept in this browser until the server has
 * it, and sent again when it can be reached. The last wish for a thing is the one that counts.
 */
export type Wishes<A> = {
  /**
   * Keeps it, and gives what sends it, for as long as that takes: the answer is what the server said, or null when a
   * later wish took its place. Throws the Problem when it was refused, or when somebody else is signed in.
   */
  wish: (key: string, value: Wish) => () => Promise<A | null>;
  /** Those from before this page was loaded, to be shown and sent anew. */
  kept: () => ReadonlyMap<string, Wish>;
};

/** `rest`: of which event, in the key by which they are kept. */
export function createWishes<A>(
  kind: PersonalKind,
  rest: string,
  put: (key: string, value: Wish) => Promise<A>,
): Wishes<A> {
  /** By key the last wish, and what wakes the one before that waits. */
  const latest = new Map<string, { wake: () => void }>();

  const deliver = async (key: string, value: Wish, mine: { wake: () => void }, author: string | null) => {
    const wait = patience(mine);
    while (latest.get(key) === mine) {
      if (personId() !== author) throw new Problem("unauthenticated", "Sign in first.");
      try {
        const answer = await put(key, value);
        forget(key, mine);
        return answer;
      } catch (error) {
        const problem = toProblem(error);
        if (!problem.temporary) {
          forget(key, mine);
          throw problem;
        }
      }
      await wait();
    }
    return null;
  };

  const forget = (key: string, mine: object): void => {
    if (latest.get(key) !== mine) return;
    latest.delete(key);
    write(kind, rest, (wishes) => wishes.delete(key));
  };

  return {
    kept: () => read(kind, rest),
    wish: (key, value) => {
      const mine = { wake: () => undefined };
      const author = personId();
      latest.get(key)?.wake();
      latest.set(key, mine);
      write(kind, rest, (wishes) => wishes.set(key, value));
      return () => deliver(key, value, mine, author);
    },
  };
}

const personId = (): string | null => {
  const now = session.get();
  return now.status === "in" ? now.user.id : null;
};

/** Resolves when another try is worth it: woken, at a chance, or after a while, longer each time. */
function patience(mine: { wake: () => void }): () => Promise<void> {
  let again: () => void = () => undefined;
  const retry = createRetry(() => again());
  return () =>
    new Promise<void>((resolve) => {
      again = mine.wake = resolve;
      retry.later();
    });
}

function read(kind: PersonalKind, rest: string): Map<string, Wish> {
  try {
    const key = keyOfMine(kind, rest);
    const stored = key && objectFrom(localStorage.getItem(key));
    return new Map(Object.entries(stored || {}).filter(isWish));
  } catch {
    return new Map();
  }
}

const isWish = (entry: [string, unknown]): entry is [string, Wish] =>
  entry[1] === null || typeof entry[1] === "string" || typeof entry[1] === "boolean";

function write(kind: PersonalKind, rest: string, change: (wishes: Map<string, Wish>) => unknown): void {
  try {
    const key = keyOfMine(kind, rest);
    if (!key) return;
    const wishes = read(kind, rest);
    change(wishes);
    if (wishes.size > 0) localStorage.setItem(key, JSON.stringify(Object.fromEntries(wishes)));
    else localStorage.removeItem(key);
  } catch {
    // Storage is blocked or full: it is sent for as long as this page is open.
  }
}
