import type { Clock } from "../clock";
import { SerialQueue } from "../queue";
import type { Scope } from "../scope";
import type { Candidates, Description, SignalBody } from "../signalling";
import { CandidateBatch, HeldCandidates } from "./candidates";

/** An offer that nobody answered was lost; it is sent again after this, then after twice this, and so on. */
const RESEND_MS = 2_000;
const RESEND_MAX_MS = 15_000;

export interface NegotiationOptions {
  readonly connection: RTCPeerConnection;
  readonly polite: boolean;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly send: (body: SignalBody) => void;
  /** Called with the remote offer set and our answer not made yet. */
  readonly prepareAnswer: () => Promise<void> | void;
  /** The connection cannot go on and has to be made anew. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Perfect negotiation over a relay that may lose, double and reorder. One lock: every step on the connection runs
 * in one queue. Offers are numbered, and each says which of ours its sender had dealt with, so that an offer that
 * has been rolled back at its maker is never applied here, however late it comes.
 */
export class Negotiation {
  readonly #o: NegotiationOptions;
  readonly #queue: SerialQueue;
  readonly #batch: CandidateBatch;
  readonly #held = new HeldCandidates();
  /** Our last offer; the one without an answer yet; the last one that was answered. */
  #offered = 0;
  #pending: Description | null = null;
  #settled = 0;
  /** Their last offer dealt with, and our answer to it, if it got one. */
  #seen = 0;
  #answer: Description | null = null;
  /** An offer that overtook the answer to ours. */
  #parked: Description | null = null;
  #cancelResend: () => void = () => undefined;

  constructor(options: NegotiationOptions) {
    this.#o = options;
    const { connection, scope, clock, send } = options;
    this.#queue = new SerialQueue(options.onFault);
    scope.add(() => this.#queue.close());
    const settled = (): boolean => connection.connectionState === "connected";
    this.#batch = new CandidateBatch(scope, clock, settled, (candidates) => send({ kind: "candidates", candidates }));
    scope.listen(connection, "negotiationneeded", () => void this.#queue.run(() => this.#offer()));
    scope.listen(connection, "icecandidate", (event) => {
      // Events of this name are of no other type; the fake connections of tests run where there is no such class.
      const { candidate } = event as RTCPeerConnectionIceEvent;
      if (!candidate || candidate.candidate === "") return;
      const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
      this.#batch.add({ candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
    });
  }

  /** Runs `task` under this peer's lock. */
  run(task: () => Promise<void> | void): Promise<void> {
    return this.#queue.run(task);
  }

  receive(body: Description | Candidates): void {
    if (body.kind === "candidates") this.#held.hold(body.candidates);
    void this.#queue.run(async () => {
      if (body.kind === "description") await (body.type === "offer" ? this.#onOffer(body) : this.#onAnswer(body));
      await this.#addCandidates();
    });
  }

  /** Says again what has not been answered; for when the relay is back after a break. */
  resend(): void {
    const { connection, send } = this.#o;
    this.#batch.repeat();
    const description = connection.localDescription;
    if (this.#pending === null || description?.type !== "offer") return;
    send({ ...this.#pending, sdp: description.sdp }); // the candidates gathered since are in it; the numbers stay
  }

  /**
   * Looks for a new path. Before the other end has described itself there is no path to replace; the polite end has not
   * even a medium to offer then, and browsers refuse to describe a connection without any.
   */
  restartIce(): void {
    const { connection } = this.#o;
    if (connection.remoteDescription) connection.restartIce();
  }

  async #offer(): Promise<void> {
    const { connection, send } = this.#o;
    if (connection.signalingState !== "stable") return; // the browser asks again when it is stable
    await connection.setLocalDescription();
    const description = connection.localDescription;
    if (description?.type !== "offer") return;
    this.#offered += 1;
    const numbers = { seq: this.#offered, seen: this.#seen, answers: null };
    this.#pending = { kind: "description", type: "offer", sdp: description.sdp, ...numbers };
    send(this.#pending);
    this.#resendAfter(RESEND_MS);
  }

  #resendAfter(ms: number): void {
    const { scope, clock } = this.#o;
    this.#cancelResend();
    this.#cancelResend = scope.after(clock, ms, () => {
      this.resend();
      this.#resendAfter(Math.min(2 * ms, RESEND_MAX_MS));
    });
  }

  async #onOffer(offer: Description): Promise<void> {
    const { connection, polite, send, prepareAnswer } = this.#o;
    if (offer.seq === this.#seen && this.#answer) return send(this.#answer); // ours was lost
    if (offer.seq <= this.#seen) return;
    if (offer.seen < this.#settled) return; // made before they took ours, so they have rolled it back since
    if (this.#pending !== null) {
      if (offer.seen >= this.#pending.seq) {
        // They answered ours and then made this one: the answer is still on its way.
        if (offer.seq >= (this.#parked?.seq ?? 0)) this.#parked = offer;
        return;
      }
      if (!polite) {
        this.#seen = offer.seq; // they will give way
        this.#answer = null;
        return;
      }
    }
    await connection.setRemoteDescription({ type: "offer", sdp: offer.sdp }); // rolls ours back, if there was one
    this.#seen = offer.seq;
    this.#closePending();
    await prepareAnswer();
    await connection.setLocalDescription();
    const sdp = connection.localDescription?.sdp ?? "";
    const numbers = { seq: this.#offered, seen: this.#seen, answers: offer.seq };
    this.#answer = { kind: "description", type: "answer", sdp, ...numbers };
    send(this.#answer);
  }

  async #onAnswer(answer: Description): Promise<void> {
    if (answer.answers === null || answer.answers !== this.#pending?.seq) return;
    await this.#o.connection.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    this.#settled = answer.answers;
    this.#closePending();
    const parked = this.#parked;
    this.#parked = null;
    if (parked) await this.#onOffer(parked);
  }

  #closePending(): void {
    this.#pending = null;
    this.#cancelResend();
  }

  async #addCandidates(): Promise<void> {
    const { connection } = this.#o;
    for (const candidate of this.#held.take(connection.remoteDescription?.sdp ?? null)) {
      // A candidate that the browser cannot use (an address family it lacks, nonsense) costs nothing but itself.
      await connection.addIceCandidate(candidate).catch(() => undefined);
    }
  }
}
