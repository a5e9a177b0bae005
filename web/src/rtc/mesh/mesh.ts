import { createStore, patch, type Readable } from "@/lib/store";

import type { LocalMedia } from "../devices/local-media";
import type { Environment } from "../environment";
import { Scope } from "../scope";
import { parseSignal, type Departure, type MediaState, type PeerId, type Signalling } from "../signalling";
import type { IceServers } from "./ice";
import { Link, type Outgoing, type PeerView } from "./link";
import { SpeakerDetector } from "./speaker";

/** Everybody uploads to everybody: with a fifth person, a home connection is at its end, and an SFU has to take over. */
export const MAX_PEOPLE = 4;
const LEVELS_MS = 150;
const QUALITY_MS = 2_000;
/** For the camera, in bits per second, by the number of others: the upload stays near 2 Mbit/s. */
const CAMERA_BITRATE = [1_500_000, 1_500_000, 1_000_000, 650_000] as const;

/** "full": four people were in the call already; offer the larger room. */
export type Refusal = "full";

export interface MeshState {
  readonly status: "open" | "refused" | "left";
  readonly refusal: Refusal | null;
  /** The others, in the order in which they came. */
  readonly peers: readonly PeerView[];
  /** Whom we have been connected to: who is here and not connected is expected back. */
  readonly met: ReadonlySet<PeerId>;
  /** Which of the others has the highlight; stays until somebody else speaks. */
  readonly activeSpeaker: PeerId | null;
  readonly selfSpeaking: boolean;
}

export interface MeshOptions {
  readonly signalling: Signalling;
  readonly local: LocalMedia;
  readonly ice: IceServers;
  readonly environment: Environment;
  /** Nobody is connected before this; it must not reject. */
  readonly ready: Promise<void>;
}

/** A call of two to four people, each connected to each. */
export class Mesh {
  readonly state: Readable<MeshState>;
  /** Everybody's loudness now, 0 to 1, ourselves included; apart from `state`, because it changes all the time. */
  readonly levels: Readable<ReadonlyMap<PeerId, number>>;
  readonly #o: MeshOptions;
  readonly #scope = new Scope();
  readonly #state = createStore<MeshState>({ status: "open", refusal: null, peers: [], met: new Set(), activeSpeaker: null, selfSpeaking: false });
  readonly #levels = createStore<ReadonlyMap<PeerId, number>>(new Map());
  readonly #links = new Map<PeerId, Link>();
  /** Whom the app says to be in the call; nobody else is listened to. */
  readonly #present = new Set<PeerId>();
  /** Their signalling broke; they stay while their media flow. */
  readonly #lost = new Set<PeerId>();
  readonly #detector = new SpeakerDetector();
  readonly #ownDetector = new SpeakerDetector();
  #ready = false;
  #outgoing: Outgoing;

  constructor(options: MeshOptions) {
    this.#o = options;
    this.state = this.#state;
    this.levels = this.#levels;
    this.#outgoing = this.#describe(0);
    const { signalling, local, ice, environment } = options;
    const scope = this.#scope;
    scope.add(signalling.onPeerJoined((peer) => this.#onJoined(peer)));
    scope.add(signalling.onPeerLeft((peer, departure) => this.#onLeft(peer, departure)));
    scope.add(signalling.onMessage((from, message) => this.#onMessage(from, message)));
    const resend = signalling.onReconnected?.(() => this.#each((link) => link.resend()));
    if (resend) scope.add(resend);
    scope.add(local.state.subscribe(() => this.#update()));
    scope.add(ice.servers.subscribe(() => this.#each((link) => link.setIceServers(ice.servers.get()))));
    scope.add(environment.onNetworkChange(() => this.#each((link) => link.networkChanged())));
    scope.every(environment.clock, LEVELS_MS, () => this.#listen());
    scope.every(environment.clock, QUALITY_MS, () => this.#each((link) => void link.measure()));
    void options.ready.then(() => {
      this.#ready = true;
      for (const id of this.#present) this.#admit(id);
    });
  }

  /** Looks for a new path to everybody, or to one; nothing is interrupted meanwhile. */
  restartIce(peer?: PeerId): void {
    for (const [id, link] of this.#links) if (peer === undefined || id === peer) link.restartIce();
  }

  /** Says goodbye to everybody and closes every connection. */
  close(): void {
    this.#end("left", null);
  }

  #end(status: "refused" | "left", refusal: Refusal | null): void {
    if (this.#scope.closed) return;
    for (const id of [...this.#links.keys()]) this.#drop(id, "left");
    this.#scope.close();
    this.#levels.set(new Map());
    patch(this.#state, { status, refusal, activeSpeaker: null, selfSpeaking: false });
  }

  #onJoined(id: PeerId): void {
    if (id === this.#o.signalling.self || this.#scope.closed) return;
    this.#present.add(id);
    this.#lost.delete(id);
    this.#admit(id);
  }

  #onLeft(id: PeerId, departure: Departure): void {
    if (departure === "lost" && this.#links.get(id)?.connected) {
      this.#lost.add(id);
      return;
    }
    this.#present.delete(id);
    this.#drop(id, null);
  }

  #onMessage(id: PeerId, raw: unknown): void {
    if (!this.#present.has(id)) return;
    const message = parseSignal(raw);
    if (!message) return;
    const link = this.#links.get(id);
    if (link) return link.receive(message);
    if (message.to !== null || message.body.kind !== "hello") return; // meant for an earlier life of ours
    const admitted = this.#admit(id);
    if (admitted) admitted.receive(message);
    else if (this.#ready) this.#turnAway(id, message.from);
  }

  /** Gives somebody a link, unless the call is full: then whoever is connected to nobody is the one too many. */
  #admit(id: PeerId): Link | null {
    const known = this.#links.get(id);
    if (known) return known;
    if (!this.#ready || this.#scope.closed) return null;
    if (this.#links.size >= MAX_PEOPLE - 1) {
      if (!this.#anyConfirmed()) this.#end("refused", "full");
      return null;
    }
    const { signalling, ice, environment } = this.#o;
    const link = new Link({
      ...environment,
      self: signalling.self,
      id,
      iceServers: ice.servers.get,
      outgoing: () => this.#outgoing,
      send: (message) => signalling.send(id, message),
      onBye: ({ reason }) => (reason === "full" && !this.#anyConfirmed() ? this.#end("refused", "full") : this.#drop(id, null)),
    });
    this.#links.set(id, link);
    link.view.subscribe(() => this.#onView(id, link)); // goes with the link
    this.#publish();
    this.#update();
    return link;
  }

  #turnAway(id: PeerId, incarnation: string): void {
    if (this.#scope.closed) return;
    this.#o.signalling.send(id, { from: this.#o.environment.mint(), to: incarnation, body: { kind: "bye", reason: "full" } });
  }

  #anyConfirmed(): boolean {
    return [...this.#links.values()].some((link) => link.confirmed);
  }

  #drop(id: PeerId, farewell: "left" | null): void {
    const link = this.#links.get(id);
    this.#lost.delete(id);
    if (!link) return;
    this.#links.delete(id);
    link.close(farewell);
    this.#publish();
    this.#update();
  }

  #onView(id: PeerId, link: Link): void {
    if (this.#links.get(id) !== link) return;
    if (this.#lost.has(id) && !link.connected) return this.#onLeft(id, "left");
    const { met } = this.#state.get();
    if (link.connected && !met.has(id)) patch(this.#state, { met: new Set([...met, id]) });
    this.#publish();
  }

  #publish(): void {
    patch(this.#state, { peers: [...this.#links.values()].map((link) => link.view.get()) });
  }

  #update(): void {
    if (this.#scope.closed) return;
    const next = this.#describe(this.#outgoing.media.seq + 1);
    if (same(next, this.#outgoing)) return;
    this.#outgoing = next;
    this.#each((link) => link.update());
  }

  #describe(seq: number): Outgoing {
    const { muted, microphone, camera, screen } = this.#o.local.state.get();
    const sending = { muted: muted || !microphone.track, camera: camera.track !== null, screen: screen.track !== null };
    const media: MediaState = { kind: "media", seq, ...sending };
    const others = Math.min(this.#links.size, CAMERA_BITRATE.length - 1);
    return { tracks: this.#o.local.tracks(), media, cameraBitrate: CAMERA_BITRATE[others] ?? CAMERA_BITRATE[3] };
  }

  #listen(): void {
    const levels = new Map<PeerId, number>();
    const self = this.#o.signalling.self;
    for (const [id, link] of this.#links) levels.set(id, link.view.get().muted ? 0 : link.level());
    const now = this.#o.environment.clock.now();
    const own = this.#o.local.level.get();
    const { speaking, active } = this.#detector.update(levels, now);
    for (const [id, link] of this.#links) patch(link.view, { speaking: speaking.has(id) });
    patch(this.#state, { activeSpeaker: active, selfSpeaking: this.#ownDetector.update(new Map([[self, own]]), now).speaking.has(self) });
    levels.set(self, own);
    const before = this.#levels.get();
    if (levels.size !== before.size || [...levels].some(([id, level]) => before.get(id) !== level)) this.#levels.set(levels);
  }

  #each(act: (link: Link) => void): void {
    for (const link of [...this.#links.values()]) act(link);
  }
}

function same(a: Outgoing, b: Outgoing): boolean {
  const media = a.media.muted === b.media.muted && a.media.camera === b.media.camera && a.media.screen === b.media.screen;
  const tracks = a.tracks.audio === b.tracks.audio && a.tracks.camera === b.tracks.camera && a.tracks.screen === b.tracks.screen;
  return media && tracks && a.cameraBitrate === b.cameraBitrate;
}
