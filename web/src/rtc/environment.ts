import { systemClock, type Clock } from "./clock";
import type { ChoiceStorage, MediaDevicesLike } from "./devices/devices";
import { Scope } from "./scope";

/** Everything that this folder needs of a browser, in one place; a test may give another. */
export interface Environment {
  readonly clock: Clock;
  /** A fresh unguessable name. */
  readonly mint: () => string;
  readonly createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly createAudioContext: () => AudioContext;
  readonly media: MediaDevicesLike | undefined;
  readonly storage: ChoiceStorage;
  /** Calls `handler` when this computer is on another network than before; the result stops it. */
  readonly onNetworkChange: (handler: () => void) => () => void;
  /** Gets `pagehide` when the page goes away. */
  readonly page: EventTarget;
  /** Hears why a connection had to be made anew; the call goes on by itself. */
  readonly report: (error: unknown) => void;
}

const noStorage: ChoiceStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

/** Not in every browser; `type` ("wifi", "cellular") not on every system. */
type NetworkInformation = EventTarget & { readonly type?: string };

export function browserEnvironment(): Environment {
  // Undefined on an insecure page, whatever the types say.
  const { mediaDevices, connection }: { mediaDevices?: MediaDevices; connection?: NetworkInformation } = navigator;
  return {
    clock: systemClock,
    mint: () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    createConnection: (configuration) => new RTCPeerConnection(configuration),
    createAudioContext: () => new AudioContext(),
    media: mediaDevices,
    storage: storage(),
    onNetworkChange: (handler) => watchNetwork(connection, handler),
    page: window,
    report: (error) => console.warn("A connection of this call is made anew:", error),
  };
}

function watchNetwork(connection: NetworkInformation | undefined, handler: () => void): () => void {
  const scope = new Scope();
  scope.listen(window, "online", handler);
  let type = connection?.type;
  const compare = (): void => {
    if (connection?.type === type) return; // it also tells of every new estimate of the bandwidth
    type = connection?.type;
    handler();
  };
  if (connection) scope.listen(connection, "change", compare);
  return () => scope.close();
}

/** Reading `localStorage` alone throws where a browser blocks it. */
function storage(): ChoiceStorage {
  try {
    return localStorage;
  } catch {
    return noStorage;
  }
}
