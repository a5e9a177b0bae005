import type { Message } from "@/gen/sockets";
import { uuid7 } from "@/lib/ids";
import { toProblem, type Problem } from "@/lib/problem";
import { createStore, type Store } from "@/lib/store";

import { nextFor, parseOutgoing, put, roomsWaiting, without, type Outgoing } from "./outbox-state";

/** What an outbox stands on; the page's are in `live.ts`. */
export type OutboxDeps = {
  /** Throws a Problem. */
  send: (message: { roomId: string; id: string; body: string }) => Promise<Message>;
  connected: () => boolean;
  /** Calls when the connection comes or goes; gives what stops it. */
  onConnection: (listener: () => void) => () => void;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> | null;
  sleep: (ms: number) => Promise<void>;
  now: () => number;
};

export type Outbox = {
  /** Of all rooms, in the order of sending. */
  store: Pick<Store<ReadonlyArray<Outgoing>>, "get" | "subscribe">;
  send: (roomId: string, body: string) => void;
  retry: (id: string) => void;
  discard: (id: string) => void;
  /** Looks again at what is kept: another tab has changed it. */
  reload: () => void;
  start: () => () => void;
};

const retryAfter = 1_000;
const longestWait = 15_000;
/** The session may be being renewed; after that many tries it is not coming back by itself. */
const mostUnauthenticated = 8;

/**
 * One person's messages on their way. Per room they leave one after the other, each until the server has answered, so
 * that their order is kept; what is on its way survives a reload, and all tabs may send it: its id makes it one.
 */
export function createOutbox(userId: string, deps: OutboxDeps, onSent: (message: Message) => void): Outbox {
  const prefix = `hallway.outbox.${userId}.`;
  const store = createStore<ReadonlyArray<Outgoing>>([]);
  const pumping = new Set<string>();
  /** In memory only: the storage is full or blocked. */
  const unkept = new Set<string>();
  let running = false;

  const keep = (one: Outgoing) => {
    store.set(put(store.get(), one));
    try {
      deps.storage?.setItem(prefix + one.id, JSON.stringify(one));
      unkept.delete(one.id);
    } catch {
      unkept.add(one.id);
    }
  };
  const drop = (id: string) => {
    store.set(without(store.get(), id));
    deps.storage?.removeItem(prefix + id);
  };
  const pumpAll = () => {
    if (running && deps.connected()) for (const room of roomsWaiting(store.get())) void pump(room);
  };

  async function pump(roomId: string): Promise<void> {
    if (pumping.has(roomId)) return;
    pumping.add(roomId);
    let tries = 0;
    for (;;) {
      const next = nextFor(store.get(), roomId);
      if (!next || !running || !deps.connected()) break;
      const problem = await attempt(next);
      tries = problem ? tries + 1 : 0;
      if (!problem) continue;
      if (!willPass(problem, tries)) refuse(next.id, problem);
      else await deps.sleep(waitFor(problem, tries));
    }
    pumping.delete(roomId);
  }

  async function attempt(one: Outgoing): Promise<Problem | null> {
    try {
      const message = await deps.send({ roomId: one.roomId, id: one.id, body: one.body });
      onSent(message);
      drop(one.id);
      return null;
    } catch (error) {
      return toProblem(error);
    }
  }

  function refuse(id: string, problem: Problem): void {
    const one = store.get().find((other) => other.id === id);
    const { code, message, data } = problem;
    if (one) keep({ ...one, problem: { code, message, data } });
  }

  function reload(): void {
    const { storage } = deps;
    if (!storage) return;
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
    const kept = keys
      .filter((key) => key.startsWith(prefix))
      .flatMap((key) => parseOutgoing(storage.getItem(key)) ?? []);
    store.set(
      kept.reduce(
        put,
        store.get().filter((one) => unkept.has(one.id)),
      ),
    );
    pumpAll();
  }

  return {
    store,
    send: (roomId, body) => {
      keep({ id: uuid7(deps.now()), roomId, body, at: deps.now(), problem: null });
      pumpAll();
    },
    retry: (id) => {
      const one = store.get().find((other) => other.id === id);
      if (one) keep({ ...one, problem: null, at: deps.now() });
      pumpAll();
    },
    discard: drop,
    reload,
    start: () => {
      running = true;
      reload();
      pumpAll();
      const stop = deps.onConnection(pumpAll);
      return () => {
        running = false;
        stop();
      };
    },
  };
}

function willPass(problem: Problem, tries: number): boolean {
  if (problem.code === "unauthenticated" || problem.code === "expired") return tries < mostUnauthenticated;
  return problem.temporary;
}

/** The server's own word for how long (s), else longer each time. */
function waitFor(problem: Problem, tries: number): number {
  const said = problem.data.retryAfter ?? 0;
  const wait = said > 0 ? said * 1_000 : retryAfter * 2 ** (tries - 1);
  return Math.min(longestWait, wait);
}
