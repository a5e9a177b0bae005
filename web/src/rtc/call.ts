import type { Readable } from "@/lib/store";

import { LocalMedia, type LocalMediaOptions } from "./devices/local-media";
import { browserEnvironment, type Environment } from "./environment";
import { IceServers, type IceGrant } from "./mesh/ice";
import { Mesh, type MeshState } from "./mesh/mesh";
import { Scope } from "./scope";
import type { PeerId, Signalling } from "./signalling";

export interface CallOptions {
  readonly signalling: Signalling;
  /** Asks the server for ICE servers; asked again before their credentials end. */
  readonly grantIce: () => Promise<IceGrant>;
  /** Devices already open from the check before the call. The call owns them from now on and frees them at its end. */
  readonly local?: LocalMedia;
  /** Without `local`: whether to open the camera. False with somebody the person has only just met. */
  readonly startWithCamera?: boolean;
  readonly startMuted?: boolean;
  readonly environment?: Environment;
}

/** One person's part in one call, from joining to leaving. */
export interface Call {
  readonly state: Readable<MeshState>;
  readonly levels: Readable<ReadonlyMap<PeerId, number>>;
  readonly local: LocalMedia;
  /** Looks for a new path to everybody, or to one person. */
  restartIce(peer?: PeerId): void;
  /** Says goodbye and frees everything: devices, connections, timers, listeners. Harmless when repeated. */
  leave(): void;
}

/** Opens this person's devices, to be looked at before a call and handed to it. */
export function openLocalMedia(environment: Environment = browserEnvironment()): LocalMedia {
  return new LocalMedia(environment satisfies LocalMediaOptions);
}

/**
 * Joins. Returns at once: people appear in `state` as they are announced and connect, and devices as they open.
 * A call that is refused (`state.status`) has freed everything by itself.
 */
export function joinCall(options: CallOptions): Call {
  const environment = options.environment ?? browserEnvironment();
  const scope = new Scope();
  const local = options.local ?? openLocalMedia(environment);
  scope.add(() => local.close());
  const ice = new IceServers(options.grantIce, environment.clock);
  scope.add(() => ice.close());
  const { signalling } = options;
  // The servers first: a connection made without TURN would need a restart to find its way out.
  const mesh = new Mesh({ signalling, local, ice, environment, ready: ice.start() });
  scope.add(() => mesh.close());
  scope.add(mesh.state.subscribe(() => mesh.state.get().status !== "open" && scope.close()));
  scope.listen(environment.page, "pagehide", () => scope.close());
  if (options.startMuted) void local.setMuted(true);
  if (!options.local) {
    void local.setMicrophone(true);
    if (options.startWithCamera) void local.setCamera(true);
  }
  return {
    state: mesh.state,
    levels: mesh.levels,
    local,
    restartIce: (peer) => mesh.restartIce(peer),
    leave: () => scope.close(),
  };
}
