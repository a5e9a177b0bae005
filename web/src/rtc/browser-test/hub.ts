import type { Departure, PeerId, Signalling, SignalMessage } from "../signalling";

/** How the relay misbehaves: shares (0 to 1) of messages lost and doubled, and the longest delay in ms, which reorders. */
export interface Weather {
  readonly lost: number;
  readonly doubled: number;
  readonly delayMs: number;
}

export const CALM: Weather = { lost: 0, doubled: 0, delayMs: 0 };

type Note =
  | { readonly kind: "joined" | "here"; readonly from: PeerId }
  | { readonly kind: "left"; readonly from: PeerId; readonly departure: Departure }
  | { readonly kind: "message"; readonly from: PeerId; readonly to: PeerId; readonly message: SignalMessage };

/** A relay between the pages of one browser, over a BroadcastChannel. */
export class Hub implements Signalling {
  weather: Weather = CALM;
  /** Rewrites what we send, if a test wants to. */
  rewrite: ((message: SignalMessage) => Promise<SignalMessage>) | null = null;
  /** Everything that came for us, for a test to send again. */
  readonly received: { from: PeerId; message: SignalMessage }[] = [];
  /** How many are said to have gone. */
  departures = 0;
  readonly #channel: BroadcastChannel;
  readonly #message = new Set<(from: PeerId, message: unknown) => void>();
  readonly #joined = new Set<(peer: PeerId) => void>();
  readonly #left = new Set<(peer: PeerId, departure: Departure) => void>();
  readonly #random: () => number;

  constructor(
    readonly self: PeerId,
    room: string,
    seed: number,
  ) {
    this.#random = generator(seed);
    this.#channel = new BroadcastChannel(room);
    this.#channel.onmessage = ({ data }: MessageEvent<Note>) => this.#receive(data);
  }

  get listeners(): number {
    return this.#message.size + this.#joined.size + this.#left.size;
  }

  announce(): void {
    this.#post({ kind: "joined", from: this.self });
  }

  depart(departure: Departure): void {
    this.#post({ kind: "left", from: this.self, departure });
  }

  send(to: PeerId, message: SignalMessage): void {
    if (this.rewrite) void this.rewrite(message).then((rewritten) => this.#send(to, rewritten));
    else this.#send(to, message);
  }

  #send(to: PeerId, message: SignalMessage): void {
    const { lost, doubled, delayMs } = this.weather;
    const copies = this.#random() < lost ? 0 : this.#random() < doubled ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const post = (): void => this.#post({ kind: "message", from: this.self, to, message });
      if (delayMs === 0) post();
      else setTimeout(post, this.#random() * delayMs);
    }
  }

  onMessage(handler: (from: PeerId, message: unknown) => void): () => void {
    return keep(this.#message, handler);
  }

  onPeerJoined(handler: (peer: PeerId) => void): () => void {
    return keep(this.#joined, handler);
  }

  onPeerLeft(handler: (peer: PeerId, departure: Departure) => void): () => void {
    return keep(this.#left, handler);
  }

  /** Gives ourselves a message as if `from` had sent it. */
  inject(from: PeerId, message: unknown): void {
    for (const handler of this.#message) handler(from, message);
  }

  #post(note: Note): void {
    this.#channel.postMessage(note);
  }

  #receive(note: Note): void {
    switch (note.kind) {
      case "joined":
        this.#post({ kind: "here", from: this.self });
        for (const handler of this.#joined) handler(note.from);
        return;
      case "here":
        for (const handler of this.#joined) handler(note.from);
        return;
      case "left":
        this.departures += 1;
        for (const handler of this.#left) handler(note.from, note.departure);
        return;
      case "message":
        if (note.to !== this.self) return;
        this.received.push({ from: note.from, message: note.message });
        this.inject(note.from, note.message);
    }
  }
}

function keep<T>(set: Set<T>, handler: T): () => void {
  set.add(handler);
  return () => void set.delete(handler);
}

/** The same numbers, 0 to 1, for the same seed (mulberry32), so that bad weather can be had again. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
