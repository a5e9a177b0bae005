import { systemClock, type Clock } from "./clock";
import type { ChoiceStorage, MediaDevicesLike } from "./devices";

/** Everything that this folder needs of a browser, in one place; a test may give another. */
export interface Environment {
  readonly clock: Clock;
  /** A fresh unguessable name. */
  readonly mint: () => string;
  readonly createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly createAudioContext: () => AudioContext;
  readonly media: MediaDevicesLike | undefined;
  readonly storage: ChoiceStorage;
  /** What says that the network has changed. */
  readonly networkEvents: readonly { readonly target: EventTarget; readonly type: string }[];
  /** Gets `pagehide` when the page goes away. */
  readonly page: EventTarget;
  /** Hears why a connection had to be made anew; the call goes on by itself. */
  readonly report: (error: unknown) => void;
}

const noStorage: ChoiceStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

export function browserEnvironment(): Environment {
  // Not in every browser, and undefined on an insecure page, whatever the types say.
  const { mediaDevices, connection } = navigator as { mediaDevices?: MediaDevices; connection?: EventTarget };
  const networkEvents = [{ target: window as EventTarget, type: "online" }];
  if (connection) networkEvents.push({ target: connection, type: "change" });
  return {
    clock: systemClock,
    mint: () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    createConnection: (configuration) => new RTCPeerConnection(configuration),
    createAudioContext: () => new AudioContext(),
    media: mediaDevices,
    storage: storage(),
    networkEvents,
    page: window,
    report: (error) => console.warn("A connection of this call is made anew:", error),
  };
}

/** Reading `localStorage` alone throws where a browser blocks it. */
function storage(): ChoiceStorage {
  try {
    return localStorage;
  } catch {
    return noStorage;
  }
}
