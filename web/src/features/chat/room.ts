import type { Joined, Message } from "@/gen/sockets";
import { toProblem, type Problem } from "@/lib/problem";
import { createStore, ignoring, type Readable, type Store } from "@/lib/store";

import * as step from "./room-state";
import { emptyRoom, type RoomState } from "./room-state";

/** What a room stands on; the page's are in `live.ts`. All throw Problems. */
export type RoomDeps = {
  join: (roomId: string, after: number | null) => Promise<Joined>;
  leave: (roomId: string) => void;
  history: (roomId: string, before: number | null) => Promise<ReadonlyArray<Message>>;
  read: (roomId: string, seq: number) => Promise<unknown>;
  sleep: (ms: number) => Promise<void>;
};

/** `refused`: why one cannot be in the room (then `messages` may still hold what was said, to read). */
export type RoomView = RoomState & { readonly refused: Problem | null };

export type LiveRoom = {
  id: string;
  store: Readable<RoomView>;
  /** `store` for who shows it: how far I have read changes nothing that is seen. */
  shown: Readable<RoomView>;
  change: (next: (state: RoomState) => RoomState) => void;
  /** Catch up: at the start, after a break, and when asked by hand. */
  sync: () => Promise<void>;
  /** Goes on with catching up, now instead of later, if that is not done. */
  goOn: () => void;
  loadOlder: () => Promise<void>;
  /** Loads as far back as this message; whether it is there then. Null: that could not be told. */
  reach: (seq: number) => Promise<boolean | null>;
  /** Until when I may only read here (ISO 8601), as pushed; null when it was lifted. */
  mute: (until: string | null) => void;
  read: (seq: number) => void;
  close: () => void;
};

const firstWait = 300;
const longestWait = 10_000;
/** A room this long is trimmed while its end is read. */
const mostHeld = 1_500;
const keptHeld = 1_000;
/** So many pages are loaded to go back to a message. */
const mostBack = 60;

/** A room while some part of the page shows it. Messages come in by `change`. */
export function createRoom(roomId: string, deps: RoomDeps): LiveRoom {
  const store = createStore<RoomView>({ ...emptyRoom, refused: null });
  const change: LiveRoom["change"] = (next) => {
    const before = store.get();
    const after = next(before);
    if (after === before) return;
    store.set({ ...after, refused: before.refused });
    if (after.behind && !before.behind) void catching.sync();
  };
  const catching = createCatchUp(roomId, store, deps);
  const reader = createReader(roomId, store, change, deps);
  let loading: Promise<void> | null = null;
  const loadPage = async () => {
    const before = store.get().messages[0]?.seq;
    if (before === undefined || before <= 1 || store.get().older === "loading") return;
    change(step.olderAsked);
    try {
      const page = await deps.history(roomId, before);
      change((state) => step.olderLoaded(state, before, page));
    } catch {
      change(step.olderFailed);
    }
  };
  const loadOlder = () => {
    loading ??= loadPage().finally(() => {
      loading = null;
    });
    return loading;
  };
  return {
    id: roomId,
    store,
    shown: ignoring(store, "readSeq"),
    change,
    sync: () => {
      reader.again();
      return catching.sync();
    },
    goOn: () => void (store.get().behind && catching.goOn()),
    loadOlder,
    reach: async (seq) => {
      const first = () => store.get().messages[0]?.seq ?? 0;
      for (let page = 0; page < mostBack && first() > seq; page++) {
        await loadOlder();
        if (store.get().older === "failed") return null;
      }
      return store.get().messages.some((one) => one.seq === seq) || (first() > seq ? null : false);
    },
    mute: (until) => {
      catching.muted();
      change((state) => step.muted(state, until));
    },
    read: reader.read,
    close: () => {
      catching.close();
      deps.leave(roomId);
    },
  };
}

type RoomStore = Store<RoomView>;

/** Joins, again after each break, until the room has everything up to its newest message. */
function createCatchUp(roomId: string, store: RoomStore, deps: RoomDeps) {
  let closed = false;
  let syncing: Promise<void> | null = null;
  let again = false;
  /** How often I was told of a mute: one told while a join is under way is newer than its answer, or in it. */
  let mutes = 0;
  let wake: () => void = () => undefined;

  /** Longer each time, but not when it is asked for again: then something may have changed. */
  async function rest(tries: number): Promise<void> {
    const woken = new Promise<void>((done) => (wake = done));
    await Promise.race([deps.sleep(waitFor(tries)), woken]);
  }

  /** Joins once; answers whether that brought anything. */
  async function join(): Promise<boolean> {
    const heard = mutes;
    const answer = await deps.join(roomId, store.get().revision);
    if (closed) {
      deps.leave(roomId);
      return true;
    }
    const moved = answer.revision > (store.get().revision ?? -1);
    const { mutedUntil } = mutes === heard ? answer : store.get();
    store.set({ ...step.joined(store.get(), { ...answer, mutedUntil }), refused: null });
    return moved;
  }

  async function catchUp(): Promise<void> {
    let tries = 0;
    while (!closed && (again || store.get().behind)) {
      again = false;
      try {
        const moved = await join();
        tries = moved ? 0 : tries + 1;
        if (store.get().behind && !moved) await rest(tries);
      } catch (error) {
        const problem = toProblem(error);
        // Without a connection there is nothing to wait for here: coming back calls `sync`.
        if (problem.code === "offline") return;
        // It may have been opened again while its history was read: then `again` says so.
        if (!problem.temporary && problem.code !== "unauthenticated")
          await refuse(roomId, store, deps, problem);
        else await rest(++tries);
      }
    }
  }

  const goOn = () => {
    wake();
    syncing ??= catchUp().finally(() => {
      syncing = null;
    });
    return syncing;
  };
  return {
    sync: () => {
      again = true;
      return goOn();
    },
    /** A join that is under way is enough. */
    goOn,
    muted: () => {
      mutes++;
    },
    close: () => {
      closed = true;
    },
  };
}

async function refuse(roomId: string, store: RoomStore, deps: RoomDeps, problem: Problem): Promise<void> {
  const set = (next: Partial<RoomView>) => store.set({ ...store.get(), ...next });
  set({ refused: problem, behind: false });
  if (problem.code !== "forbidden" || store.get().messages.length) return;
  try {
    // What two people said to each other stays readable when they cannot write any more.
    const messages = await deps.history(roomId, null);
    if (store.get().refused === problem) set({ messages });
  } catch {
    // Not for this person either: `refused` says why.
  }
}

/** Tells how far I have read; what did not arrive is told `again` after a break, and by reading further. */
function createReader(roomId: string, store: RoomStore, change: LiveRoom["change"], deps: RoomDeps) {
  let reading = 0;
  let lost = 0;
  const read = (seq: number) => {
    if (store.get().messages.length > mostHeld) change((state) => step.trimmed(state, keptHeld));
    if (seq <= store.get().readSeq || seq <= reading) return;
    reading = seq;
    deps.read(roomId, seq).then(
      () => change((state) => step.readUpTo(state, seq)),
      () => {
        reading = store.get().readSeq;
        lost = Math.max(lost, seq);
      },
    );
  };
  return { read, again: () => read(lost) };
}

const waitFor = (tries: number) => Math.min(longestWait, firstWait * 2 ** Math.max(0, tries - 1));
