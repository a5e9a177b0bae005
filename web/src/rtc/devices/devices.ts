import { createStore, patch, type Readable, type Store } from "@/lib/store";

import { Scope } from "../scope";

export type DeviceKind = "microphone" | "camera" | "speaker";

export interface Device {
  readonly id: string;
  /** The browser's name for it, or "Camera 2" and so on before permission is given. */
  readonly label: string;
}

export interface DevicesState {
  readonly microphone: readonly Device[];
  readonly camera: readonly Device[];
  readonly speaker: readonly Device[];
  /** Ids that the person has picked, also in earlier visits; null is the system's own choice. */
  readonly chosen: Readonly<Record<DeviceKind, string | null>>;
}

/** Where choices are remembered: `localStorage` fits. */
export type ChoiceStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export type MediaDevicesLike = EventTarget & Pick<MediaDevices, "enumerateDevices" | "getUserMedia" | "getDisplayMedia">;

const KINDS: readonly { readonly kind: DeviceKind; readonly from: MediaDeviceKind; readonly name: string }[] = [
  { kind: "microphone", from: "audioinput", name: "Microphone" },
  { kind: "camera", from: "videoinput", name: "Camera" },
  { kind: "speaker", from: "audiooutput", name: "Speaker" },
];

const keyOf = (kind: DeviceKind): string => `hallway.device.${kind}`;

/** The devices there are, kept true as they come and go, and which of them the person has picked. */
export class Devices {
  readonly state: Readable<DevicesState>;
  readonly #state: Store<DevicesState>;
  readonly #scope = new Scope();

  /** `media` is undefined on an insecure page, where there are no devices. */
  constructor(
    private readonly media: MediaDevicesLike | undefined,
    private readonly storage: ChoiceStorage,
  ) {
    const remembered = (kind: DeviceKind): string | null => this.#remembered(kind);
    const chosen = { microphone: remembered("microphone"), camera: remembered("camera"), speaker: remembered("speaker") };
    this.#state = createStore<DevicesState>({ microphone: [], camera: [], speaker: [], chosen });
    this.state = this.#state;
    if (media) this.#scope.listen(media, "devicechange", () => void this.refresh());
  }

  /** Reads the list again; labels appear once a permission has been given. */
  async refresh(): Promise<void> {
    const found = (await this.media?.enumerateDevices().catch(() => [])) ?? [];
    if (this.#scope.closed) return;
    const list = (from: MediaDeviceKind, name: string): Device[] =>
      found
        .filter((device) => device.kind === from && device.deviceId !== "")
        .map((device, index) => ({ id: device.deviceId, label: device.label || `${name} ${index + 1}` }));
    const lists = Object.fromEntries(KINDS.map(({ kind, from, name }) => [kind, list(from, name)]));
    const before = this.#state.get();
    const same = KINDS.every(({ kind }) => JSON.stringify(before[kind]) === JSON.stringify(lists[kind]));
    if (!same) patch(this.#state, lists);
  }

  choose(kind: DeviceKind, id: string | null): void {
    patch(this.#state, { chosen: { ...this.#state.get().chosen, [kind]: id } });
    try {
      if (id === null) this.storage.removeItem(keyOf(kind));
      else this.storage.setItem(keyOf(kind), id);
    } catch {
      // storage is full or forbidden: the choice holds for this visit
    }
  }

  /** What to ask the browser for: the chosen device if it is there, else any. */
  constraint(kind: "microphone" | "camera"): { deviceId?: ConstrainDOMString } {
    const id = this.#state.get().chosen[kind];
    return id === null ? {} : { deviceId: { ideal: id } };
  }

  close(): void {
    this.#scope.close();
  }

  #remembered(kind: DeviceKind): string | null {
    try {
      return this.storage.getItem(keyOf(kind));
    } catch {
      return null;
    }
  }
}
