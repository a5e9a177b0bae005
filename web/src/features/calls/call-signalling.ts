import type { Call, JoinedCall, Pushes, Requests } from "@/gen/sockets";
import type { Problem } from "@/lib/problem";
import { toProblem } from "@/lib/problem";
import { createStore, type Store } from "@/lib/store";
import type { Departure, PeerId, Signalling, SignalMessage } from "@/rtc";

import { newest } from "./company";
import {
  difference,
  nobody,
  noted,
  seated,
  seatsOf,
  unchanged,
  unseated,
  type Changes,
  type Seats,
} from "./seats";

/** The part of `@/lib/socket` that a call needs. */
export type Wire = {
  emit<N extends CallRequest>(name: N, payload: Requests[N]["payload"]): Promise<Requests[N]["value"]>;
  on<N extends CallPush>(name: N, handler: (payload: Pushes[N]) => void): () => void;
  onResync(listener: () => void): () => void;
};
type CallRequest = "call.join" | "call.leave" | "call.signal";
type CallPush = "call.changed" | "call.peer_joined" | "call.peer_left" | "call.signal";

/** Why this page is not in the call any more: the server's refusal, or another page of the same person. */
export type Exclusion = "moved" | "expired" | "full" | "not_found" | "refused";

export type CallSignallingOptions = {
  wire: Wire;
  callId: string;
  peerId: PeerId;
  onJoined: (joined: JoinedCall) => void;
  onExcluded: (why: Exclusion) => void;
};

/** The server lets go of a page that it has not heard of for 90 s. */
const stillHere = 30_000;
const tryAgain = 3_000;

/** The relay between the pages of one call, over the app's socket. Nothing happens before `start`. */
export class CallSignalling implements Signalling {
  readonly self: PeerId;
  readonly seats: Store<Seats> = createStore(nobody);
  /** The call as the server told it last; null before we are in. */
  readonly call: Store<Call | null> = createStore<Call | null>(null);
  readonly #o: CallSignallingOptions;
  readonly #joined = new Set<(peer: PeerId) => void>();
  readonly #left = new Set<(peer: PeerId, departure: Departure) => void>();
  readonly #messages = new Set<(from: PeerId, message: unknown) => void>();
  readonly #reconnected = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  #changes: Changes = unchanged;
  #wasIn = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(options: CallSignallingOptions) {
    this.#o = options;
    this.self = options.peerId;
  }

  start(): void {
    const { wire, callId } = this.#o;
    const mine = <T extends { callId: string }>(handler: (push: T) => void) => {
      return (push: T) => void (push.callId === callId && !this.#closed && handler(push));
    };
    this.#stops.push(
      wire.on(
        "call.peer_joined",
        mine((push) => this.#note(push, true)),
      ),
      wire.on(
        "call.peer_left",
        mine((push) => this.#note(push, false)),
      ),
      wire.on(
        "call.signal",
        mine((push) => this.#receive(push.fromPeer, push.data)),
      ),
      wire.on("call.changed", ({ call }) => call.id === callId && !this.#closed && this.#learn(call)),
      wire.onResync(() => void this.#join(true)),
    );
    void this.#join(false);
  }

  send(to: PeerId, message: SignalMessage): void {
    const { wire, callId } = this.#o;
    // What is lost is said again by the engine.
    wire.emit("call.signal", { callId, toPeer: to, data: JSON.stringify(message) }).catch(() => undefined);
  }

  onMessage(handler: (from: PeerId, message: unknown) => void): () => void {
    return add(this.#messages, handler);
  }
  onPeerJoined(handler: (peer: PeerId) => void): () => void {
    return add(this.#joined, handler);
  }
  onPeerLeft(handler: (peer: PeerId, departure: Departure) => void): () => void {
    return add(this.#left, handler);
  }
  onReconnected(handler: () => void): () => void {
    return add(this.#reconnected, handler);
  }

  /** Hangs up. With `closing` the page goes away, perhaps to be loaded anew: the others wait a little for it. */
  leave(closing = false): void {
    if (this.#closed) return;
    this.stop();
    const { wire, callId } = this.#o;
    // Not as what may be dropped, which it would be: it goes right behind the goodbyes from page to page.
    wire.emit("call.leave", { callId, peerId: this.self, closing }).catch(() => undefined);
  }

  /** Stops listening and saying that we are here. */
  stop(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops.splice(0)) stop();
  }

  async #join(resumed: boolean): Promise<void> {
    const { wire, callId } = this.#o;
    const asked = ++this.#asked;
    clearTimeout(this.#timer);
    this.#changes = unchanged;
    let wait = stillHere;
    try {
      const joined = await wire.emit("call.join", { callId, peerId: this.self, again: this.#wasIn });
      if (this.#closed || asked !== this.#asked) return;
      this.#wasIn = true;
      this.#learn(joined.call);
      this.#settle(seatsOf(joined, this.#changes), true);
      this.#o.onJoined(joined);
      if (resumed) for (const handler of this.#reconnected) handler();
    } catch (error) {
      if (this.#closed || asked !== this.#asked) return;
      const why = exclusionOf(toProblem(error));
      if (why) {
        this.stop();
        return this.#o.onExcluded(why);
      }
      wait = tryAgain;
    }
    this.#timer = setTimeout(() => void this.#join(wait === tryAgain), wait);
  }

  /** An answer and a push may overtake each other. */
  #learn(call: Call): void {
    this.call.set(newest(call, this.call.get()));
  }

  #note(peer: { peerId: string; userId: string }, isIn: boolean): void {
    this.#changes = noted(this.#changes, peer, isIn);
    const before = this.seats.get();
    this.#settle(isIn ? seated(before, peer) : unseated(before, peer.peerId), false);
    // Somebody says that we are out: another page has taken over, or we were given up. The server knows which.
    if (!isIn && peer.peerId === this.self) void this.#join(false);
  }

  /** `all`: everybody is announced again, which is harmless, and heals whatever was missed. */
  #settle(after: Seats, all: boolean): void {
    const { came, went } = difference(this.seats.get(), after);
    this.seats.set(after);
    for (const peer of went) if (peer !== this.self) for (const handler of this.#left) handler(peer, "left");
    for (const peer of all ? after.keys() : came)
      if (peer !== this.self) for (const handler of this.#joined) handler(peer);
  }

  #receive(from: PeerId, data: string): void {
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return; // Not from one of our pages.
    }
    for (const handler of this.#messages) handler(from, message);
  }
}

function exclusionOf(problem: Problem): Exclusion | null {
  if (problem.temporary || problem.code === "unauthenticated" || problem.code === "internal") return null;
  if (problem.code === "conflict") return "moved";
  const { code } = problem;
  return code === "expired" || code === "full" || code === "not_found" ? code : "refused";
}

function add<T>(set: Set<T>, one: T): () => void {
  set.add(one);
  return () => void set.delete(one);
}
