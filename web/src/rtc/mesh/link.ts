import { createStore, patch, type Store } from "@/lib/store";

import type { Clock } from "../clock";
import { Scope } from "../scope";
import type { Bye, ByeReason, MediaState, PeerId, SignalBody, SignalMessage } from "../signalling";
import { Handshake } from "./handshake";
import { Peer, type RemoteStreams, type Tracks } from "./peer";
import { assess, UNKNOWN_QUALITY, type Counters, type Quality } from "./quality";

export type PeerStatus = "connecting" | "connected" | "reconnecting";

/** One other person in the call, as a tile shows them. */
export interface PeerView {
  readonly id: PeerId;
  readonly status: PeerStatus;
  /** Null until the first connection; another object after the person has reloaded their page. */
  readonly streams: RemoteStreams | null;
  readonly muted: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly speaking: boolean;
  readonly quality: Quality;
}

/** What we send, and say that we send. */
export interface Outgoing {
  readonly tracks: Tracks;
  readonly media: MediaState;
  readonly cameraBitrate: number;
}

export interface LinkOptions {
  readonly self: PeerId;
  readonly id: PeerId;
  readonly clock: Clock;
  readonly mint: () => string;
  readonly createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly iceServers: () => readonly RTCIceServer[];
  readonly outgoing: () => Outgoing;
  readonly send: (message: SignalMessage) => void;
  readonly onBye: (bye: Bye) => void;
  readonly report: (error: unknown) => void;
}

const HELLO_MS = 1_000;
const HELLO_MAX_MS = 8_000;
const REBUILD_MS = 500;
const REBUILD_MAX_MS = 15_000;

/**
 * Everything between us and one other person: who is alive (the handshake), the connection of this life, and the
 * view of it. Survives both ends being made anew.
 */
export class Link {
  readonly view: Store<PeerView>;
  readonly #o: LinkOptions;
  readonly #scope = new Scope();
  readonly #handshake: Handshake;
  #peer: Peer | null = null;
  /** The other end has spoken to this very life of ours. */
  #heard = false;
  #cancelHello: () => void = () => undefined;
  #mediaSeq = -1;
  #counters: Counters | null = null;
  #faults = 0;

  constructor(options: LinkOptions) {
    this.#o = options;
    this.#handshake = new Handshake(options.mint);
    const off = { muted: true, camera: false, screen: false, speaking: false };
    this.view = createStore<PeerView>({ id: options.id, status: "connecting", streams: null, ...off, quality: UNKNOWN_QUALITY });
    this.#scope.add(() => this.#peer?.close());
    this.#hello(HELLO_MS);
  }

  get connected(): boolean {
    return this.#peer?.connected ?? false;
  }

  /** True once the other end is known to be alive. */
  get confirmed(): boolean {
    return this.#handshake.other !== null;
  }

  receive(message: SignalMessage): void {
    if (this.#scope.closed) return;
    const { from, to, body } = message;
    if (body.kind === "bye" && body.reason === "full" && to === this.#handshake.own) return this.#o.onBye(body);
    const verdict = this.#handshake.receive(from, to);
    switch (verdict.kind) {
      case "ignore":
        return;
      case "answer":
        return this.#o.send({ from: verdict.own, to: from, body: { kind: "hello" } });
      case "confirmed":
        this.#connect(verdict.replaces);
        return this.#deliver(body);
      case "deliver":
        this.#heard = true;
        return this.#deliver(body);
    }
  }

  /** Our tracks, our media state or the number of people has changed. */
  update(): void {
    const { tracks, media, cameraBitrate } = this.#o.outgoing();
    this.#peer?.setTracks(tracks);
    this.#peer?.setCameraBitrate(cameraBitrate);
    this.#say(media);
  }

  setIceServers(servers: readonly RTCIceServer[]): void {
    this.#peer?.setIceServers(servers);
  }

  networkChanged(): void {
    this.#peer?.networkChanged();
  }

  restartIce(): void {
    this.#peer?.restartIce();
  }

  /** The relay is back after a break: what was said meanwhile may be lost. */
  resend(): void {
    this.#hello(HELLO_MS);
    this.#peer?.resend();
    this.#say(this.#o.outgoing().media);
  }

  level(): number {
    return this.#peer?.level() ?? 0;
  }

  async measure(): Promise<void> {
    const peer = this.#peer;
    const report = await peer?.stats().catch(() => null);
    if (!report || peer !== this.#peer || this.#scope.closed) return;
    const { quality, counters } = assess(report, this.#counters, this.#o.clock.now());
    this.#counters = counters;
    patch(this.view, { quality });
  }

  /** `reason` null tells the other end nothing: it is gone already. */
  close(reason: ByeReason | null): void {
    if (this.#scope.closed) return;
    if (reason !== null) this.#say({ kind: "bye", reason });
    this.#scope.close();
  }

  #say(body: SignalBody): void {
    const { own, other } = this.#handshake;
    if (other !== null) this.#o.send({ from: own, to: other, body });
  }

  /** Says hello, again and again until the other end has shown that it heard. */
  #hello(nextMs: number): void {
    this.#cancelHello();
    if (this.#heard) return;
    const { own, other } = this.#handshake;
    this.#o.send({ from: own, to: other, body: { kind: "hello" } });
    const again = (): void => this.#hello(Math.min(2 * nextMs, HELLO_MAX_MS));
    this.#cancelHello = this.#scope.after(this.#o.clock, nextMs, again);
  }

  #connect(replaces: boolean): void {
    this.#drop();
    let peer: Peer;
    try {
      peer = this.#createPeer();
    } catch (error) {
      return this.#rebuild(error); // ICE servers that the browser refuses, or too many connections: later, perhaps
    }
    this.#peer = peer;
    patch(this.view, { streams: peer.streams, status: replaces ? "reconnecting" : this.view.get().status });
    this.#hello(HELLO_MS); // tells the other end that we know it
    this.#say(this.#o.outgoing().media);
  }

  #createPeer(): Peer {
    const { self, id, clock, createConnection, iceServers, outgoing } = this.#o;
    const { tracks, cameraBitrate } = outgoing();
    const peer = new Peer({
      polite: self < id,
      createConnection,
      iceServers: iceServers(),
      tracks,
      clock,
      send: (body) => this.#say(body),
      onState: (state) => this.#onState(state),
      onFault: (error) => this.#rebuild(error),
    });
    peer.setCameraBitrate(cameraBitrate);
    return peer;
  }

  #deliver(body: SignalBody): void {
    switch (body.kind) {
      case "description":
      case "candidates":
        return this.#peer?.receive(body);
      case "media":
        if (body.seq <= this.#mediaSeq) return;
        this.#mediaSeq = body.seq;
        return patch(this.view, { muted: body.muted, camera: body.camera, screen: body.screen });
      case "bye":
        return this.#o.onBye(body);
      case "hello":
        return;
    }
  }

  #onState(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      this.#faults = 0;
      patch(this.view, { status: "connected" });
      this.#say(this.#o.outgoing().media);
    } else if (this.view.get().status === "connected") {
      patch(this.view, { status: "reconnecting", quality: { ...this.view.get().quality, level: "poor" } });
    }
  }

  /** The connection is beyond repair: both ends begin a new life. */
  #rebuild(error: unknown): void {
    this.#o.report(error);
    this.#drop();
    this.#handshake.restart();
    if (this.view.get().status === "connected") patch(this.view, { status: "reconnecting" });
    const delay = Math.min(REBUILD_MS * 2 ** this.#faults, REBUILD_MAX_MS);
    this.#faults += 1;
    this.#cancelHello();
    this.#cancelHello = this.#scope.after(this.#o.clock, delay, () => this.#hello(HELLO_MS));
  }

  #drop(): void {
    this.#peer?.close();
    this.#peer = null;
    this.#heard = false;
    this.#mediaSeq = -1;
    this.#counters = null;
  }
}
