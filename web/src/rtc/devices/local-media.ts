import { createStore, patch, type Readable, type Store } from "@/lib/store";

import type { Clock } from "../clock";
import type { Tracks } from "../mesh/peer";
import { Scope } from "../scope";
import { Devices, type ChoiceStorage, type DeviceKind, type MediaDevicesLike } from "./devices";
import { LevelMeter } from "./level";
import { problem, problemOf, type MediaKind, type MediaProblem } from "./problems";
import { Source, type SourceState } from "./source";

export interface LocalState {
  readonly microphone: SourceState;
  readonly camera: SourceState;
  readonly screen: SourceState;
  readonly muted: boolean;
  /** For a `<video muted>`: changes when the camera's track does; null while there is none. */
  readonly cameraStream: MediaStream | null;
  readonly screenStream: MediaStream | null;
}

export interface LocalMediaOptions {
  /** `navigator.mediaDevices`; undefined on an insecure page. */
  readonly media: MediaDevicesLike | undefined;
  readonly storage: ChoiceStorage;
  readonly clock: Clock;
  /** Makes the context of the level meter; called at most once. */
  readonly createAudioContext: () => AudioContext;
}

const AUDIO: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const VIDEO: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

/** This person's devices: the same object serves the check before a call and the call itself. */
export class LocalMedia {
  readonly state: Readable<LocalState>;
  /** How loud the microphone is, 0 to 1; changes many times a second. */
  readonly level: Readable<number>;
  readonly devices: Devices;
  readonly #o: LocalMediaOptions;
  readonly #scope = new Scope();
  readonly #state: Store<LocalState>;
  readonly #level = createStore(0);
  readonly #sources: Record<MediaKind, Source>;
  #meter: { readonly track: MediaStreamTrack; readonly close: () => void } | null = null;
  #context: AudioContext | null = null;

  constructor(options: LocalMediaOptions) {
    this.#o = options;
    this.devices = new Devices(options.media, options.storage);
    this.#scope.add(() => this.devices.close());
    this.#sources = {
      microphone: this.#source("microphone", () => this.#openUser("microphone")),
      camera: this.#source("camera", () => this.#openUser("camera")),
      screen: this.#source("screen", () => this.#openScreen()),
    };
    const { microphone, camera, screen } = this.#sources;
    const sources = { microphone: microphone.state.get(), camera: camera.state.get(), screen: screen.state.get() };
    this.#state = createStore<LocalState>({ ...sources, muted: false, cameraStream: null, screenStream: null });
    this.state = this.#state;
    this.level = this.#level;
    for (const kind of ["microphone", "camera", "screen"] as const) {
      this.#scope.add(this.#sources[kind].state.subscribe(() => this.#onSource(kind)));
      this.#scope.add(() => this.#sources[kind].close());
    }
    this.#scope.add(this.devices.state.subscribe(() => this.#retryMissing()));
    void this.devices.refresh();
  }

  get closed(): boolean {
    return this.#scope.closed;
  }

  /** What a call sends now. A muted microphone stays open, so that speaking again is instant; its track sends silence. */
  tracks(): Tracks {
    const { microphone, camera, screen } = this.#state.get();
    return { audio: microphone.track, camera: camera.track, screen: screen.track };
  }

  /** Opens or frees the microphone. */
  setMicrophone(on: boolean): Promise<void> {
    return this.#sources.microphone.set(on);
  }

  /** Opens the microphone too, if it is not open when unmuting. */
  async setMuted(muted: boolean): Promise<void> {
    if (this.closed) return;
    patch(this.#state, { muted });
    const { track } = this.#state.get().microphone;
    if (track) track.enabled = !muted;
    else if (!muted) await this.setMicrophone(true);
  }

  /** Off frees the camera, so that its light goes out. */
  setCamera(on: boolean): Promise<void> {
    return this.#sources.camera.set(on);
  }

  /** Must be called from a click: browsers ask for one. */
  setScreen(on: boolean): Promise<void> {
    return this.#sources.screen.set(on);
  }

  /** Remembers the device, and changes to it at once if that kind is on. */
  async choose(kind: DeviceKind, id: string | null): Promise<void> {
    this.devices.choose(kind, id);
    if (kind !== "speaker" && this.#state.get()[kind].on) await this.#sources[kind].reopen();
  }

  /** Frees every device. */
  close(): void {
    this.#scope.close();
  }

  #source(kind: MediaKind, open: () => Promise<MediaStreamTrack>): Source {
    const explain = (error: unknown): MediaProblem | null => this.#explain(kind, error);
    return new Source({ kind, open, explain, onEnded: kind === "screen" ? "off" : "reopen" });
  }

  #explain(kind: MediaKind, error: unknown): MediaProblem | null {
    if (!this.#o.media) return problem(kind, "insecure");
    const found = problemOf(kind, error);
    if (kind !== "screen") return found;
    if (typeof this.#o.media.getDisplayMedia !== "function") return problem("screen", "unsupported");
    return found.reason === "denied" ? null : found; // closing the picker is an answer, not a failure
  }

  async #openUser(kind: "microphone" | "camera"): Promise<MediaStreamTrack> {
    if (!this.#o.media) throw new Error("no media devices");
    const constraint = this.devices.constraint(kind);
    const wanted = kind === "microphone" ? { audio: { ...AUDIO, ...constraint } } : { video: { ...VIDEO, ...constraint } };
    const track = only(await this.#o.media.getUserMedia(wanted));
    void this.devices.refresh(); // a permission was given: now they have names
    return track;
  }

  async #openScreen(): Promise<MediaStreamTrack> {
    if (!this.#o.media) throw new Error("no media devices");
    const track = only(await this.#o.media.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false }));
    track.contentHint = "detail"; // text must stay sharp
    return track;
  }

  #onSource(kind: MediaKind): void {
    const before = this.#state.get();
    const source = this.#sources[kind].state.get();
    const { track } = source;
    if (kind === "microphone") {
      if (track) track.enabled = !before.muted;
      patch(this.#state, { microphone: source });
      this.#measure(track);
      return;
    }
    const stream = track === before[kind].track ? before[`${kind}Stream`] : track && new MediaStream([track]);
    patch(this.#state, { [kind]: source, [`${kind}Stream`]: stream });
  }

  #measure(track: MediaStreamTrack | null): void {
    if (this.#meter?.track === track) return;
    this.#meter?.close();
    this.#meter = null;
    this.#level.set(0);
    if (!track || this.closed) return;
    const context = (this.#context ??= this.#openContext());
    void context.resume().catch(() => undefined); // refused before a first click: the meter then rests at zero
    const meter = new LevelMeter(context, track, this.#o.clock);
    const stop = meter.level.subscribe(() => this.#level.set(meter.level.get()));
    const close = (): void => {
      stop();
      meter.close();
    };
    this.#meter = { track, close: this.#scope.add(close) };
  }

  #openContext(): AudioContext {
    const context = this.#o.createAudioContext();
    this.#scope.add(() => void context.close().catch(() => undefined));
    return context;
  }

  /** A device that was missing may have been plugged in. */
  #retryMissing(): void {
    for (const kind of ["microphone", "camera"] as const) {
      const { problem: found, track } = this.#state.get()[kind];
      const missing = found?.reason === "unplugged" || found?.reason === "no-device";
      if (missing && !track && this.devices.state.get()[kind].length > 0) void this.#sources[kind].set(true);
    }
  }
}

function only(stream: MediaStream): MediaStreamTrack {
  const [track, ...rest] = stream.getTracks();
  for (const extra of rest) extra.stop();
  if (!track) throw new Error("the browser gave no track");
  return track;
}
