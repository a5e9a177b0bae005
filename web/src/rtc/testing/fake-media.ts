import type { MediaDevicesLike } from "../devices/devices";

/** Tracks and devices for Node, where there are none. */
export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: MediaStreamTrackState = "live";
  contentHint = "";

  constructor(
    readonly kind: string,
    readonly device: string,
  ) {
    super();
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** As when the device is pulled out. */
  end(): void {
    this.stop();
    this.dispatchEvent(new Event("ended"));
  }

  get real(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

export function failure(name: string, message = ""): Error {
  return Object.assign(new Error(message), { name });
}

interface Wanted {
  readonly audio?: boolean | { readonly deviceId?: { readonly ideal?: string } };
  readonly video?: boolean | { readonly deviceId?: { readonly ideal?: string } };
}

export class FakeMedia extends EventTarget {
  readonly opened: FakeTrack[] = [];
  error: Error | null = null;
  devices: { readonly kind: MediaDeviceKind; readonly deviceId: string; readonly label: string }[] = [
    { kind: "audioinput", deviceId: "mic1", label: "Desk microphone" },
    { kind: "videoinput", deviceId: "cam1", label: "" },
    { kind: "videoinput", deviceId: "cam2", label: "" },
    { kind: "audiooutput", deviceId: "", label: "" },
  ];

  get real(): MediaDevicesLike {
    return this as unknown as MediaDevicesLike;
  }

  get live(): FakeTrack[] {
    return this.opened.filter((track) => track.readyState === "live");
  }

  enumerateDevices(): Promise<unknown[]> {
    return Promise.resolve(this.devices);
  }

  getUserMedia({ audio, video }: Wanted): Promise<unknown> {
    const from = audio ? "audioinput" : "videoinput";
    const wanted = audio ?? video;
    const ideal = typeof wanted === "object" ? wanted.deviceId?.ideal : undefined;
    const there = this.devices.filter(({ kind }) => kind === from);
    const device = there.find(({ deviceId }) => deviceId === ideal) ?? there[0];
    if (!device) return Promise.reject(failure("NotFoundError"));
    return this.#open(audio ? "audio" : "video", device.deviceId);
  }

  getDisplayMedia(): Promise<unknown> {
    return this.#open("video", "screen");
  }

  async #open(kind: string, device: string): Promise<{ getTracks: () => FakeTrack[] }> {
    await Promise.resolve();
    if (this.error) throw this.error;
    const track = new FakeTrack(kind, device);
    this.opened.push(track);
    return { getTracks: () => [track] };
  }
}
