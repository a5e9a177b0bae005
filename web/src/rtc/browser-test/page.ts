import { browserEnvironment, joinCall, type Call, type PeerView, type SignalMessage } from "..";
import { systemClock, type Clock } from "../clock";
import { RECOVERY } from "../mesh/recovery";
import { Hub, type Weather } from "./hub";

interface StartOptions {
  readonly id: string;
  readonly room: string;
  readonly camera?: boolean;
  readonly weather?: Weather;
  /** Goes away without a word when the page does, as a crash would. */
  readonly crash?: boolean;
  /** All packets go over the test's proxy. */
  readonly proxied?: boolean;
  /** What we describe waits until `letThrough`, and timers run twenty times as fast. */
  readonly late?: boolean;
}

/** What the tests see of a person, in words that cross from the page to the test. */
interface Seen extends Omit<PeerView, "streams"> {
  readonly tracks: Readonly<Record<"audio" | "camera" | "screen", number>>;
}

type Inbound = { type: string; framesDecoded?: number; totalAudioEnergy?: number; totalSamplesDuration?: number };
export type Received = { camera: number; screen: number; energy: number; heard: number };

/** The few controls that the tests drive: a person in a call, and what they see and hear. */
class Harness {
  readonly connections: RTCPeerConnection[] = [];
  readonly opened: MediaStreamTrack[] = [];
  readonly contexts: AudioContext[] = [];
  readonly network = new EventTarget();
  /** Times our offer gave way to one that came while ours was out. */
  collisions = 0;
  /** Why connections were made anew. */
  readonly faults: string[] = [];
  /** Requests for devices that are not answered yet; while `held` is set, none is. */
  asking = 0;
  held: Promise<void> | null = null;
  letGo = (): void => undefined;
  letThrough = (): void => undefined;
  /** How often somebody has waited in vain for a connection to be there. */
  waitedInVain = 0;
  hub: Hub | null = null;
  call: Call | null = null;

  start({ id, room, camera = true, weather, crash = false, proxied = false, late = false }: StartOptions): void {
    const browser = browserEnvironment();
    const hub = new Hub(id, room, id.charCodeAt(0));
    if (weather) hub.weather = weather;
    if (proxied) hub.rewrite = throughProxy;
    if (late) hub.rewrite = this.#afterAll();
    this.hub = hub;
    this.call = joinCall({
      signalling: hub,
      grantIce: () => Promise.resolve({ iceServers: [], expiresAt: null }),
      startWithCamera: camera,
      environment: {
        ...browser,
        clock: late ? this.#hasty() : browser.clock,
        report: (error) => void this.faults.push(String(error)),
        onNetworkChange: (handler) => {
          this.network.addEventListener("change", handler);
          return () => this.network.removeEventListener("change", handler);
        },
        page: crash ? new EventTarget() : browser.page,
        createConnection: (configuration) => {
          const connection = new RTCPeerConnection(configuration);
          this.connections.push(connection);
          this.#countCollisions(connection);
          return connection;
        },
        createAudioContext: () => {
          const context = new AudioContext();
          this.contexts.push(context);
          return context;
        },
      },
    });
    this.call.state.subscribe(() => this.#render());
    hub.announce();
  }

  get live(): Call {
    if (!this.call) throw new Error("not started");
    return this.call;
  }

  /** Lets no device open until `letGo`, as while a person thinks about the browser's question. */
  hold(): void {
    this.held = new Promise((resolve) => {
      this.letGo = () => {
        this.held = null;
        resolve();
      };
    });
  }

  /** Offers on every connection at `at` (ms since the epoch): at once with another page that is told the same. */
  async offerAt(at: number, how: "plain" | "restart"): Promise<void> {
    // eslint-disable-next-line no-restricted-syntax -- the moment is what the two pages agree on
    await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
    if (how === "restart") this.live.restartIce();
    else for (const connection of this.open()) connection.dispatchEvent(new Event("negotiationneeded"));
  }

  #afterAll(): (message: SignalMessage) => Promise<SignalMessage> {
    const through = new Promise<void>((resolve) => (this.letThrough = resolve));
    return async (message) => {
      if (message.body.kind === "description") await through;
      return message;
    };
  }

  #hasty(): Clock {
    return {
      now: systemClock.now,
      after: (ms, task) =>
        systemClock.after(ms / 20, () => {
          if (ms === RECOVERY.connectingMs) this.waitedInVain += 1;
          task();
        }),
    };
  }

  stable(): boolean {
    return this.open().every(({ signalingState }) => signalingState === "stable");
  }

  /** How many offers and answers have come. */
  descriptions(): number {
    return this.hub?.received.filter(({ message }) => message.body.kind === "description").length ?? 0;
  }

  /** Gives ourselves everything that ever came once more, backwards. */
  replay(): void {
    for (const { from, message } of [...(this.hub?.received ?? [])].reverse()) this.hub?.inject(from, message);
  }

  /** A description from the peer we have, in the name of its present life, that no browser can read. */
  nonsense(): void {
    const last = this.hub?.received.findLast(({ message }) => message.body.kind === "media");
    if (!last) throw new Error("nothing has come yet");
    const body = { kind: "description", type: "offer", sdp: "v=nonsense", seq: 999, seen: 999, answers: null };
    this.hub?.inject(last.from, { ...last.message, body });
  }

  /** The device behind our newest open track goes away, as if pulled out or ended by the browser's own button. */
  unplug(kind: "microphone" | "camera" | "screen"): void {
    const { track } = this.live.local.state.get()[kind];
    track?.stop();
    track?.dispatchEvent(new Event("ended"));
  }

  status(): string {
    return this.live.state.get().status;
  }

  peers(): Seen[] {
    return this.live.state.get().peers.map(({ streams, ...view }) => ({
      ...view,
      tracks: {
        audio: streams?.audio.getTracks().length ?? 0,
        camera: streams?.camera.getTracks().length ?? 0,
        screen: streams?.screen.getTracks().length ?? 0,
      },
    }));
  }

  activeSpeaker(): string | null {
    return this.live.state.get().activeSpeaker;
  }

  level(id: string): number {
    return this.live.levels.get().get(id) ?? 0;
  }

  /** Sums over all open connections: what arrives and is decoded, by medium, and how many seconds of sound that were. */
  async received(): Promise<Received> {
    const sums = { camera: 0, screen: 0, energy: 0, heard: 0 };
    for (const connection of this.connections) {
      if (connection.signalingState === "closed") continue;
      for (const [index, { receiver }] of connection.getTransceivers().entries()) {
        const report = await receiver.getStats();
        report.forEach((entry: Inbound) => {
          if (entry.type !== "inbound-rtp") return;
          if (index === 0) sums.energy += entry.totalAudioEnergy ?? 0;
          if (index === 0) sums.heard += entry.totalSamplesDuration ?? 0;
          if (index === 1) sums.camera += entry.framesDecoded ?? 0;
          if (index === 2) sums.screen += entry.framesDecoded ?? 0;
        });
      }
    }
    return sums;
  }

  open(): RTCPeerConnection[] {
    return this.connections.filter((connection) => connection.signalingState !== "closed");
  }

  /** The ICE user fragment of each open connection: changes with each restart. */
  fragments(): string[] {
    return this.open().map((one) => /^a=ice-ufrag:(\S+)/m.exec(one.localDescription?.sdp ?? "")?.[1] ?? "");
  }

  media(): number {
    return this.open().reduce((total, one) => total + one.getTransceivers().length, 0);
  }

  #countCollisions(connection: RTCPeerConnection): void {
    const set = connection.setRemoteDescription.bind(connection);
    connection.setRemoteDescription = (description: RTCSessionDescriptionInit) => {
      if (description.type === "offer" && connection.signalingState === "have-local-offer") this.collisions += 1;
      return set(description);
    };
  }

  /** An element for each stream: browsers decode what somebody watches. */
  #render(): void {
    const wanted = new Map<string, MediaStream>();
    for (const { id, streams } of this.live.state.get().peers) {
      if (!streams) continue;
      wanted.set(`${id}-audio`, streams.audio);
      wanted.set(`${id}-camera`, streams.camera);
      wanted.set(`${id}-screen`, streams.screen);
    }
    for (const element of document.querySelectorAll("video")) if (!wanted.has(element.id)) element.remove();
    for (const [id, stream] of wanted) {
      const known = document.querySelector<HTMLVideoElement>(`#${CSS.escape(id)}`);
      const element = known ?? document.createElement("video");
      Object.assign(element, { id, autoplay: true, playsInline: true });
      if (element.srcObject !== stream) element.srcObject = stream;
      if (!known) document.body.append(element);
    }
  }
}

/** Gives the proxy's address in place of every candidate's, and leaves none in descriptions. */
async function throughProxy(message: SignalMessage): Promise<SignalMessage> {
  const { body } = message;
  if (body.kind === "description") {
    return { ...message, body: { ...body, sdp: body.sdp.replace(/^a=candidate:.*\r\n/gm, "") } };
  }
  if (body.kind !== "candidates") return message;
  const candidates = body.candidates.filter(({ candidate }) => / udp /i.test(candidate)).map(async (one) => {
    const words = one.candidate.split(" ");
    words[5] = String(await window.front(words[4] ?? "", Number(words[5])));
    return { ...one, candidate: words.join(" ") };
  });
  return { ...message, body: { kind: "candidates", candidates: await Promise.all(candidates) } };
}

declare global {
  interface Window {
    /** The test's proxy: the port that leads to this one. */
    front: (address: string, port: number) => Promise<number>;
    harness: Harness;
  }
}

window.harness = new Harness();
const { mediaDevices } = navigator;
for (const name of ["getUserMedia", "getDisplayMedia"] as const) {
  const real = mediaDevices[name].bind(mediaDevices);
  mediaDevices[name] = async (constraints) => {
    window.harness.asking += 1;
    try {
      await window.harness.held;
      const stream = await real(constraints);
      window.harness.opened.push(...stream.getTracks());
      return stream;
    } finally {
      window.harness.asking -= 1;
    }
  };
}
