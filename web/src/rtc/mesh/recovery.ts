import type { Clock } from "../clock";
import type { Scope } from "../scope";

export const RECOVERY = {
  /** Wi-Fi roaming mends itself within a few seconds; a restart before that would be wasted. */
  disconnectedMs: 3_000,
  /** Gathering through a slow TURN server and the checks fit in this. */
  connectingMs: 10_000,
  maxMs: 30_000,
  /** Interfaces come and go in bursts when a network changes. */
  networkMs: 400,
  /** Restarting ICE mends a path and nothing else; after this many in vain, the connection is made anew. */
  restarts: 3,
} as const;

export interface RecoveryOptions {
  readonly connection: RTCPeerConnection;
  readonly scope: Scope;
  readonly clock: Clock;
  /** Looks for a new path, where there is one to replace. */
  readonly restart: () => void;
  readonly onGiveUp: () => void;
}

/** Restarts ICE on failure, on a long disconnection and on a change of network, until the connection is back. */
export class Recovery {
  readonly #o: RecoveryOptions;
  #inVain = 0;
  #cancel: () => void = () => undefined;
  #cancelNetwork: () => void = () => undefined;

  constructor(options: RecoveryOptions) {
    this.#o = options;
    options.scope.listen(options.connection, "connectionstatechange", () => this.#onState());
    this.#wait(RECOVERY.connectingMs);
  }

  networkChanged(): void {
    const { scope, clock } = this.#o;
    this.#cancelNetwork();
    this.#cancelNetwork = scope.after(clock, RECOVERY.networkMs, () => {
      this.#inVain = 0;
      this.#restart();
    });
  }

  #onState(): void {
    const state = this.#o.connection.connectionState;
    if (state === "connected") {
      this.#inVain = 0;
      this.#cancel();
    } else if (state === "disconnected") {
      this.#wait(RECOVERY.disconnectedMs);
    } else if (state === "failed") {
      this.#restart();
    }
  }

  #restart(): void {
    if (this.#inVain >= RECOVERY.restarts) return this.#o.onGiveUp();
    this.#inVain += 1;
    this.#o.restart();
    this.#wait(Math.min(RECOVERY.connectingMs * this.#inVain, RECOVERY.maxMs));
  }

  /** If the connection is not there by then, restarts. */
  #wait(ms: number): void {
    const { scope, clock, connection } = this.#o;
    this.#cancel();
    this.#cancel = scope.after(clock, ms, () => {
      if (connection.connectionState !== "connected") this.#restart();
    });
  }
}
