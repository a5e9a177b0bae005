import { createStore, type Readable } from "@/lib/store";

import type { Clock } from "../clock";
import { Scope } from "../scope";

/** What the app's server grants: STUN and TURN with short-lived credentials. `expiresAt` in ms since the epoch, null if never. */
export interface IceGrant {
  readonly iceServers: readonly RTCIceServer[];
  readonly expiresAt: number | null;
}

/** Renewed when this share of the lifetime is over: early enough for a few tries. */
const RENEW_AT = 0.75;
/** A call does not wait longer than this for its servers. */
const PATIENCE_MS = 3_000;
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 60_000;
/** `setTimeout` cannot wait longer than 2^31 ms, and a clock may be wrong: look again at least every hour. */
const LONGEST_MS = 3_600_000;

/** Keeps ICE servers with valid credentials at hand. If renewing fails, the old ones stay and it is tried again. */
export class IceServers {
  readonly servers: Readable<readonly RTCIceServer[]>;
  readonly #servers = createStore<readonly RTCIceServer[]>([]);
  readonly #scope = new Scope();

  constructor(
    private readonly grant: () => Promise<IceGrant>,
    private readonly clock: Clock,
  ) {
    this.servers = this.#servers;
  }

  /** Resolves after the first try, or a little patience, never with an error: a call without TURN reaches most people. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#scope.after(this.clock, PATIENCE_MS, resolve);
      void this.#renew(RETRY_MS).then(() => {
        stop();
        resolve();
      });
    });
  }

  close(): void {
    this.#scope.close();
  }

  async #renew(retryMs: number): Promise<void> {
    let next = retryMs;
    let nextRetry = Math.min(2 * retryMs, RETRY_MAX_MS);
    try {
      const { iceServers, expiresAt } = await this.grant();
      if (this.#scope.closed) return;
      this.#servers.set(iceServers);
      if (expiresAt === null) return;
      next = Math.min(LONGEST_MS, Math.max(RETRY_MS, (expiresAt - this.clock.now()) * RENEW_AT));
      nextRetry = RETRY_MS;
    } catch {
      // tried again below; until then the old credentials serve
    }
    this.#scope.after(this.clock, next, () => void this.#renew(nextRetry));
  }
}
