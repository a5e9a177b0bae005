import type { Message } from "@/gen/sockets";
import { t } from "@/lib/i18n";
import { uuid7 } from "@/lib/ids";
import { personalKey } from "@/lib/personal";
import { wellFormed } from "@/lib/plain";
import { Problem, toProblem } from "@/lib/problem";
import { createStore, type Store } from "@/lib/store";

import { nextFor, parseOutgoing, put, roomsWaiting, without, type Outgoing } from "./outbox-state";

/** What an outbox stands on; the page's are in `live.ts`. */
export type OutboxDeps = {
  /** Throws a Problem. */
  send: (message: { roomId: string; id: string; body: string }) => Promise<Message>;
  connected: () => boolean;
  /** How often the other side has closed the connection. */
  timesClosed: () => number;
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
/** A message that closes the connection that often is what closes it: it is put aside, and the others go on. */
const mostClosings = 3;

/**
 * One person's messages on their way. Per room they leave one after the other, each until the server has answered, so
 * that their order is kept; what is on its way survives a reload, and all tabs may send it: its id makes it one. What
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
      const stop = deps.onConnection(pump.all);
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

/** Sends what is kept: all rooms at once, within a room one after the other. */
function createPump(kept: Kept, deps: OutboxDeps, onSent: (message: Message) => void) {
  const pumping = new Set<string>();
  let running = false;
  const may = () => running && deps.connected();
  const send = createSender(deps);

  async function attempt(one: Outgoing): Promise<Problem | null> {
    try {
      onSent(await send(one));
      kept.drop(one.id);
      return null;
    } catch (error) {
      return toProblem(error);
    }
  }

  async function pump(roomId: string): Promise<void> {
    if (pumping.has(roomId)) return;
    pumping.add(roomId);
    let tries = 0;
    for (;;) {
      const next = nextFor(kept.store.get(), roomId);
      if (!next || !may()) break;
      const problem = await attempt(next);
      // Stopped meanwhile: what this browser kept may be forgotten, and must not come back.
      if (!running) break;
      tries = problem ? tries + 1 : 0;
      if (!problem) continue;
      if (!willPass(problem, tries)) kept.change(next.id, { problem });
      else await deps.sleep(waitFor(problem, tries));
    }
    pumping.delete(roomId);
  }

  return {
    all: () => {
      if (may()) for (const room of roomsWaiting(kept.store.get())) void pump(room);
    },
    run: (on: boolean) => {
      running = on;
    },
  };
}

/**
 * Sends one message; throws a Problem. The connection that closes while several are being sent does not say because of
 * which: from then on they go one at a time, until each was answered or has closed it too often.
 */
function createSender(deps: OutboxDeps): (one: Outgoing) => Promise<Message> {
  const suspects = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();

  async function send({ roomId, id, body }: Outgoing): Promise<Message> {
    if (!deps.connected()) throw new Problem("offline", "");
    const before = deps.timesClosed();
    try {
      const message = await deps.send({ roomId, id, body });
      suspects.delete(id);
      return message;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code !== "offline" || deps.timesClosed() === before) {
        if (!problem.temporary) suspects.delete(id);
        throw problem;
      }
      const closings = (suspects.get(id) ?? 0) + 1;
      suspects.set(id, closings);
      if (closings < mostClosings) throw problem;
      suspects.delete(id);
      throw new Problem("invalid", t("chat.closesConnection"));
    }
  }

  return (one) => {
    if (suspects.size === 0) return send(one);
    const turn = last.then(() => send(one));
    last = turn.catch(() => undefined);
    return turn;
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
