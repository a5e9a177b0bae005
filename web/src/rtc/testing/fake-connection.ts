type Signal = { readonly type: "offer" | "answer"; readonly sdp: string };

let made = 0;
/** Offers that their makers have taken back. */
const dead = new Set<string>();

/**
 * The signalling state machine of an RTCPeerConnection as W3C defines it, without media: implicit rollback, and
 * `negotiationneeded` again when it is stable and something is still wanted. An answer must fit its offer, and an
 * offer that was taken back must not be applied.
 */
export class FakeConnection extends EventTarget {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  /** The offer and the answer that both ends have agreed on. */
  agreed: string | null = null;
  restarts = 0;
  candidates: string[] = [];
  #local: Signal | null = null;
  #remote: Signal | null = null;
  #wanted = false;

  get localDescription(): Signal | null {
    return this.#local;
  }

  get remoteDescription(): Signal | null {
    return this.#remote;
  }

  get real(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  restartIce(): void {
    this.restarts += 1;
    this.#wanted = true;
    this.#ask();
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    made += 1;
    if (this.signalingState === "stable") {
      this.#local = { type: "offer", sdp: `o${made}\na=ice-ufrag:u${made}\n` };
      this.signalingState = "have-local-offer";
      this.#wanted = false;
    } else if (this.signalingState === "have-remote-offer") {
      this.#local = { type: "answer", sdp: `${this.#remote?.sdp ?? ""}|a${made}\na=ice-ufrag:u${made}\n` };
      this.#agree(this.#local.sdp);
    } else {
      throw new Error("InvalidStateError");
    }
  }

  async setRemoteDescription(remote: Signal): Promise<void> {
    await Promise.resolve();
    if (remote.type === "offer") {
      if (dead.has(remote.sdp)) throw new Error("the other end has taken this offer back");
      if (this.signalingState === "have-local-offer") this.#rollBack();
      this.#remote = remote;
      this.signalingState = "have-remote-offer";
      return;
    }
    if (this.signalingState !== "have-local-offer") throw new Error("InvalidStateError");
    if (!remote.sdp.startsWith(this.#local?.sdp ?? "?")) throw new Error("the answer is to another offer");
    this.#remote = remote;
    this.#agree(remote.sdp);
  }

  addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    if (!this.#remote) return Promise.reject(new Error("InvalidStateError"));
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  #rollBack(): void {
    dead.add(this.#local?.sdp ?? "");
    this.#wanted = true; // what it was for is still to be done
  }

  #agree(answer: string): void {
    this.agreed = answer;
    this.signalingState = "stable";
    this.#ask();
  }

  #ask(): void {
    queueMicrotask(() => {
      if (this.#wanted && this.signalingState === "stable") this.dispatchEvent(new Event("negotiationneeded"));
    });
  }
}
