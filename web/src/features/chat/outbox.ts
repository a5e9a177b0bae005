import type { Message } from "@/gen/sockets";
import { uuid7 } from "@/lib/ids";
import { personalKey } from "@/lib/personal";
import { wellFormed } from "@/lib/plain";
import type { Problem } from "@/lib/problem";
import { createStore, type Store } from "@/lib/store";

import { createSender, type SenderDeps } from "./outbox-sender";
import { nextTogether, parseOutgoing, put, roomsWaiting, without, type Outgoing } from "./outbox-state";

/** What an outbox stands on; the page's are in `live.ts`. */
export type OutboxDeps = SenderDeps & {
  /** Calls when another try may do better than the last; gives what stops it. */
  onChance: (listener: () => void) => () => void;
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
  /** Takes one out again, to be written anew: its text, or null if it is gone. */
  take: (id: string) => string | null;
  /** Looks again at what is kept: another tab has changed it. */
  reload: () => void;
  start: () => () => void;
};

const retryAfter = 1_000;
const longestWait = 15_000;
/** The session may be being renewed; after that many tries it is not coming back by itself. */
const mostUnauthenticated = 8;

/**
 * One person's messages on their way. Per room they leave in their order: what waits goes together, and the next not
 * before the server has answered; what is on its way survives a reload, and all tabs may send it: its id makes it one. What
 * the server refuses is kept with the reason until its author sends it again, changes it or discards it, and holds
 * nothing back.
 */
export function createOutbox(userId: string, deps: OutboxDeps, onSent: (message: Message) => void): Outbox {
  const kept = createKept(personalKey("outbox", userId, ""), deps.storage);
  const pump = createPump(kept, deps, onSent);
  const reload = () => {
    kept.reload();
    pump.all();
  };
  return {
    store: kept.store,
    send: (roomId, text) => {
      const body = wellFormed(text);
      kept.keep({ id: uuid7(deps.now()), roomId, body, at: deps.now(), problem: null });
      pump.all();
    },
    retry: (id) => {
      kept.change(id, { problem: null, at: deps.now() });
      pump.all();
    },
    discard: kept.drop,
    take: (id) => {
      const body = kept.store.get().find((one) => one.id === id)?.body ?? null;
      kept.drop(id);
      return body;
    },
    reload,
    start: () => {
      pump.run(true);
      reload();
      const stop = deps.onChance(pump.wake);
      return () => {
        pump.run(false);
        stop();
      };
    },
  };
}

type Kept = {
  store: Store<ReadonlyArray<Outgoing>>;
  keep: (one: Outgoing) => void;
  change: (id: string, to: Partial<Outgoing>) => void;
  drop: (id: string) => void;
  reload: () => void;
};

/** What is on its way, in the page and in the storage, one entry each: two tabs never overwrite each other's. */
function createKept(prefix: string, storage: OutboxDeps["storage"]): Kept {
  const store = createStore<ReadonlyArray<Outgoing>>([]);
  /** In memory only: the storage is full or blocked. */
  const unkept = new Set<string>();
  const keep = (one: Outgoing) => {
    store.set(put(store.get(), one));
    try {
      storage?.setItem(prefix + one.id, JSON.stringify(one));
      unkept.delete(one.id);
    } catch {
      unkept.add(one.id);
    }
  };
  return {
    store,
    keep,
    change: (id, to) => {
      const one = store.get().find((other) => other.id === id);
      if (one) keep({ ...one, ...to });
    },
    drop: (id) => {
      store.set(without(store.get(), id));
      storage?.removeItem(prefix + id);
    },
    reload: () => {
      if (!storage) return;
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
      const stored = keys
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => {
          const one = parseOutgoing(storage.getItem(key));
          // Of no version that is known, or broken: nobody will ever be able to read it.
          if (!one || key !== prefix + one.id) storage.removeItem(key);
          return one && key === prefix + one.id ? one : [];
        });
      const here = store.get().filter((one) => unkept.has(one.id));
      store.set(stored.reduce(put, here));
    },
  };
}

/** What cannot be sent for now, and why. */
type Stop = { problem: Problem; one: Outgoing };

/** Sends what is kept: all rooms at once, within a room in order. */
function createPump(kept: Kept, deps: OutboxDeps, onSent: (message: Message) => void) {
  const pumping = new Set<string>();
  const sleepers = new Set<() => void>();
  let running = false;
  const may = () => running && deps.connected();
  const sender = createSender(deps, () => kept.store.get());

  /** Tries these; answers the first that could not be sent, if it is to be tried again. */
  async function attempt(batch: Outgoing[], tries: number): Promise<Stop | null> {
    const outcomes = await sender(batch);
    // Stopped meanwhile: what this browser kept may be forgotten, and must not come back.
    if (!running) return null;
    for (const { one, message, problem } of outcomes) {
      if (message) onSent(message);
      if (message) kept.drop(one.id);
      else if (problem && willPass(problem, tries + 1)) return { problem, one };
      else if (problem) kept.change(one.id, { problem });
    }
    return null;
  }

  async function pump(roomId: string): Promise<void> {
    if (pumping.has(roomId)) return;
    pumping.add(roomId);
    let tries = 0;
    let tried = "";
    for (;;) {
      const batch = nextTogether(kept.store.get(), roomId);
      const [first] = batch;
      if (!first || !may()) break;
      tries = first.id === tried ? tries : 0;
      const stop = await attempt(batch, tries);
      if (!running) break;
      if (!stop) continue;
      tries = stop.one.id === tried ? tries + 1 : 1;
      tried = stop.one.id;
      await rest(stop.problem, tries);
    }
    pumping.delete(roomId);
  }

  /** Waits as long as the server says; else longer each time, but not once the connection is back. */
  async function rest(problem: Problem, tries: number): Promise<void> {
    const said = problem.data.retryAfter ?? 0;
    if (said > 0) return deps.sleep(Math.min(longestWait, said * 1_000));
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((done) => (wake = done));
    sleepers.add(wake);
    await Promise.race([deps.sleep(Math.min(longestWait, retryAfter * 2 ** (tries - 1))), woken]);
    sleepers.delete(wake);
  }

  const all = () => {
    if (may()) for (const room of roomsWaiting(kept.store.get())) void pump(room);
  };
  return {
    all,
    /** What waits for better times need wait no longer. */
    wake: () => {
      if (may()) for (const wake of sleepers) wake();
      all();
    },
    run: (on: boolean) => {
      running = on;
    },
  };
}

function willPass(problem: Problem, tries: number): boolean {
  if (problem.code === "unauthenticated" || problem.code === "expired") return tries < mostUnauthenticated;
  return problem.temporary;
}
