import type { CallSignalling } from "./call-signalling";
import { CallSignalling as Signalling, type Exclusion, type Wire } from "./call-signalling";
import { CompanyWatch } from "./company-watch";
import { claimPeerId, type PeerClaim } from "./peer-id";
import { createStore, type Store } from "@/lib/store";
import { holdUpdateNotice } from "@/lib/update";
import { joinCall, type Call, type IceGrant, type LocalMedia } from "@/rtc";
import type { Pushes } from "@/gen/sockets";

/**
 * Why the call is over for this page. `hung-up`: by the person here; `elsewhere`: they went to another call in another tab; `alone`: everybody else had
 * left it; `closed`: the page goes away, perhaps to come back.
 */
export type Over = Exclusion | Pushes["call.ended"]["reason"] | "hung-up" | "elsewhere" | "alone" | "closed";

/** `joining` until the server has let us in; `rtc` is there from then on, also while reconnecting. */
export type LiveState =
  | { phase: "joining"; rtc: null; signalling: null; company: null; over: null }
  | { phase: "in"; rtc: Call; signalling: CallSignalling; company: CompanyWatch; over: null }
  | { phase: "over"; rtc: null; signalling: null; company: null; over: Over };

export type LiveIn = Extract<LiveState, { phase: "in" }>;

export type LiveWire = Wire & {
  on<N extends "call.ended">(name: N, handler: (payload: Pushes[N]) => void): () => void;
};
export type LiveOptions = {
  wire: LiveWire;
  callId: string;
  /** Owned by the call from now on. */
  local: LocalMedia;
  grantIce: () => Promise<IceGrant>;
  /** This tab was in it before its page was loaded anew. */
  returning: boolean;
};

/** This page's part in one call, outside React: joining, being in it, its end. */
export class LiveCall {
  readonly state: Store<LiveState> = createStore<LiveState>({
    phase: "joining",
    rtc: null,
    signalling: null,
    company: null,
    over: null,
  });
  readonly #o: LiveOptions;
  readonly #stops: (() => void)[] = [];
  #claim: PeerClaim | null = null;
  #company: CompanyWatch | null = null;

  constructor(options: LiveOptions) {
    this.#o = options;
    this.#stops.push(
      options.wire.on("call.ended", ({ callId, reason }) => callId === options.callId && this.#end(reason)),
    );
    const closing = () => this.#end("closed");
    // Before the engine's own listener: what is said here must still get out.
    window.addEventListener("pagehide", closing);
    this.#stops.push(() => window.removeEventListener("pagehide", closing));
    // Closing the tab, or going somewhere else by its address, would hang up: the browser asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    this.#stops.push(() => window.removeEventListener("beforeunload", ask));
    this.#stops.push(holdUpdateNotice());
    void this.#join();
  }

  leave(why: "hung-up" | "elsewhere" = "hung-up"): void {
    this.#end(why);
  }

  /** ms since one was together with somebody for the first time; 0 if nobody came. */
  get lasted(): number {
    const met = this.#company?.metAt ?? null;
    return met === null ? 0 : Date.now() - met;
  }

  /** Whether everybody else has left. */
  get alone(): boolean {
    return this.#company?.alone.get() != null;
  }

  async #join(): Promise<void> {
    const { wire, callId, local, grantIce, returning } = this.#o;
    const claim = await claimPeerId(callId);
    if (this.state.get().phase === "over") return claim.release();
    this.#claim = claim;
    const signalling = new Signalling({
      wire,
      callId,
      peerId: claim.id,
      onJoined: () => {
        if (this.state.get().phase === "joining")
          this.state.set({ phase: "in", rtc, signalling, company, over: null });
      },
      onExcluded: (why) => this.#end(why),
    });
    const company = new CompanyWatch(signalling, () => this.#end("alone"), returning);
    this.#company = company;
    this.#stops.push(() => company.stop());
    // The engine listens first, so that nobody is announced to nobody.
    const rtc = joinCall({ signalling, grantIce, local });
    this.#stops.push(() => rtc.leave());
    this.#stops.push(rtc.state.subscribe(() => rtc.state.get().status === "refused" && this.#end("full")));
    this.#hangUp = (closing) => signalling.leave(closing);
    signalling.start();
  }

  #hangUp: (closing: boolean) => void = () => undefined;

  #end(over: Over): void {
    if (this.state.get().phase === "over") return;
    this.state.set({ phase: "over", rtc: null, signalling: null, company: null, over });
    // Goodbyes from page to page first: they are what makes a tile go at once.
    for (const stop of this.#stops.splice(0)) stop();
    this.#hangUp(over === "closed");
    this.#o.local.close();
    this.#claim?.release();
  }
}
