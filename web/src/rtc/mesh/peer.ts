import type { Clock } from "../clock";
import { Scope } from "../scope";
import type { Candidates, Description, SignalBody } from "../signalling";
import { Negotiation } from "./negotiation";
import { Recovery } from "./recovery";

/** What one end sends; null where it sends nothing now. */
export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly screen: MediaStreamTrack | null;
}

/** What arrives; the streams live as long as the peer, so they can be given to an element once. */
export interface RemoteStreams {
  readonly audio: MediaStream;
  readonly camera: MediaStream;
  readonly screen: MediaStream;
}

export interface PeerOptions {
  readonly polite: boolean;
  readonly createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly iceServers: readonly RTCIceServer[];
  readonly tracks: Tracks;
  readonly clock: Clock;
  readonly send: (body: SignalBody) => void;
  readonly onState: (state: RTCPeerConnectionState) => void;
  /** The connection cannot be mended; make another peer. */
  readonly onFault: (error: unknown) => void;
}

type Role = keyof Tracks;

/** Every connection has exactly these three media, in this order, from its first offer to its end. */
const ROLES: readonly { readonly role: Role; readonly kind: "audio" | "video" }[] = [
  { role: "audio", kind: "audio" },
  { role: "camera", kind: "video" },
  { role: "screen", kind: "video" },
];

/**
 * One connection to one person. The impolite end creates the three media and makes the first offer; the polite end
 * adopts them. From then on tracks are swapped in place, and only ICE restarts are negotiated.
 */
export class Peer {
  readonly streams: RemoteStreams = { audio: new MediaStream(), camera: new MediaStream(), screen: new MediaStream() };
  readonly #o: PeerOptions;
  readonly #scope = new Scope();
  readonly #connection: RTCPeerConnection;
  readonly #negotiation: Negotiation;
  readonly #recovery: Recovery;
  readonly #transceivers = new Map<Role, RTCRtpTransceiver>();
  /** Groups our audio and camera for the other end, which keeps what is in one stream in step. */
  readonly #groups = { main: new MediaStream(), screen: new MediaStream() };
  #tracks: Tracks;
  #cameraBitrate: number | null = null;

  constructor(options: PeerOptions) {
    this.#o = options;
    this.#tracks = options.tracks;
    const { polite, clock, send } = options;
    const connection = options.createConnection(configure(options.iceServers));
    this.#connection = connection;
    this.#scope.add(() => connection.close());
    const common = { connection, scope: this.#scope, clock };
    const onFault = (error: unknown): void => this.#fail(error);
    const prepareAnswer = (): Promise<void> => this.#adopt();
    this.#negotiation = new Negotiation({ ...common, polite, send, prepareAnswer, onFault });
    const restart = (): void => this.#negotiation.restartIce();
    this.#recovery = new Recovery({ ...common, restart, onGiveUp: () => this.#fail(new Error("no path to the peer")) });
    this.#scope.listen(connection, "connectionstatechange", () => options.onState(connection.connectionState));
    if (!polite) this.#create();
  }

  get connected(): boolean {
    return this.#connection.connectionState === "connected";
  }

  get closed(): boolean {
    return this.#scope.closed;
  }

  receive(body: Description | Candidates): void {
    this.#negotiation.receive(body);
  }

  /** Sends these tracks from now on; nothing is renegotiated. */
  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    void this.#negotiation.run(() => this.#applyTracks());
  }

  /** Bounds the camera, in bits per second: in a full mesh everybody uploads to everybody. */
  setCameraBitrate(bitrate: number): void {
    if (bitrate === this.#cameraBitrate) return;
    this.#cameraBitrate = bitrate;
    void this.#negotiation.run(() => this.#applyBitrate());
  }

  /** Takes effect at the next ICE restart. */
  setIceServers(servers: readonly RTCIceServer[]): void {
    if (!this.closed) this.#connection.setConfiguration(configure(servers));
  }

  networkChanged(): void {
    this.#recovery.networkChanged();
  }

  /** The relay is back after a break. */
  resend(): void {
    this.#negotiation.resend();
  }

  restartIce(): void {
    if (!this.closed) this.#negotiation.restartIce();
  }

  /** Resolves to null once the peer is closed. */
  async stats(): Promise<RTCStatsReport | null> {
    return this.closed ? null : this.#connection.getStats();
  }

  /** How loud the person is right now, 0 to 1, as their browser measured it. */
  level(): number {
    const sources = this.#transceivers.get("audio")?.receiver.getSynchronizationSources() ?? [];
    return Math.max(0, ...sources.map((source) => source.audioLevel ?? 0));
  }

  close(): void {
    this.#scope.close();
  }

  #fail(error: unknown): void {
    if (!this.closed) this.#o.onFault(error);
  }

  #create(): void {
    for (const { role, kind } of ROLES) {
      const streams = [this.#groupOf(role)];
      this.#adoptOne(role, this.#connection.addTransceiver(kind, { direction: "sendrecv", streams }));
    }
    void this.#negotiation.run(() => this.#applyTracks());
  }

  async #adopt(): Promise<void> {
    const offered = this.#connection.getTransceivers();
    const fits = ROLES.every(({ kind }, index) => offered[index]?.receiver.track.kind === kind);
    if (!fits || offered.length !== ROLES.length) throw new Error("the offer does not have the three media of a call");
    if (this.#transceivers.size > 0) return;
    ROLES.forEach(({ role }, index) => {
      const transceiver = offered[index];
      if (!transceiver) return;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams(this.#groupOf(role));
      this.#adoptOne(role, transceiver);
    });
    await this.#applyTracks();
  }

  #adoptOne(role: Role, transceiver: RTCRtpTransceiver): void {
    this.#transceivers.set(role, transceiver);
    this.streams[role].addTrack(transceiver.receiver.track);
  }

  #groupOf(role: Role): MediaStream {
    return role === "screen" ? this.#groups.screen : this.#groups.main;
  }

  async #applyTracks(): Promise<void> {
    for (const [role, { sender }] of this.#transceivers) {
      const track = this.#tracks[role];
      if (sender.track !== track) await sender.replaceTrack(track);
    }
    await this.#applyBitrate();
  }

  async #applyBitrate(): Promise<void> {
    const sender = this.#transceivers.get("camera")?.sender;
    const parameters = sender?.getParameters();
    const encoding = parameters?.encodings[0];
    if (!sender || !encoding || this.#cameraBitrate === null || encoding.maxBitrate === this.#cameraBitrate) return;
    encoding.maxBitrate = this.#cameraBitrate;
    await sender.setParameters(parameters);
  }
}

function configure(iceServers: readonly RTCIceServer[]): RTCConfiguration {
  return { iceServers: [...iceServers], bundlePolicy: "max-bundle", rtcpMuxPolicy: "require" };
}
