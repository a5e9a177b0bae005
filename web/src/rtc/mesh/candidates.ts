import type { Clock } from "../clock";
import type { Scope } from "../scope";
import { LIMITS, type Candidate } from "../signalling";

/** Candidates come in bursts of ten or so; one message for a burst costs this much delay. */
const BATCH_MS = 40;
/** Four interfaces, three components and TURN stay far below; a hostile peer does not get more. */
const HELD = 256;

/** While there is no connection, what was sent may have been lost. */
const REPEAT_MS = 2_000;

/** Gathers our candidates, sends them in batches, and repeats those of the present generation until they have led to something. */
export class CandidateBatch {
  #waiting: Candidate[] = [];
  #sent: Candidate[] = [];
  #cancelRepeat: () => void = () => undefined;

  /** `settled` says that there is a connection. */
  constructor(
    private readonly scope: Scope,
    private readonly clock: Clock,
    private readonly settled: () => boolean,
    private readonly send: (candidates: readonly Candidate[]) => void,
  ) {}

  add(candidate: Candidate): void {
    const generation = this.#sent[0];
    if (generation && fragmentOf(generation) !== fragmentOf(candidate)) this.#sent = [];
    this.#waiting.push(candidate);
    if (this.#waiting.length === 1) this.scope.after(this.clock, BATCH_MS, () => this.#flush());
  }

  repeat(): void {
    if (this.#sent.length > 0) this.send(this.#sent);
  }

  #flush(): void {
    const batch = this.#waiting.splice(0, LIMITS.candidates);
    this.#sent = [...this.#sent, ...batch].slice(-LIMITS.candidates);
    this.send(batch);
    if (this.#waiting.length > 0) this.scope.after(this.clock, BATCH_MS, () => this.#flush());
    this.#repeatLater();
  }

  #repeatLater(): void {
    this.#cancelRepeat();
    this.#cancelRepeat = this.scope.after(this.clock, REPEAT_MS, () => {
      if (this.settled()) return;
      this.repeat();
      this.#repeatLater();
    });
  }
}

function fragmentOf(candidate: Candidate): string | null {
  return candidate.usernameFragment ?? / ufrag (\S+)/.exec(candidate.candidate)?.[1] ?? null;
}

/**
 * Their candidates, held until the description they belong to is set. They are told apart by the ICE user
 * fragment, so that one of an ignored offer or of a generation before a restart is never given to the browser.
 */
export class HeldCandidates {
  #held: Candidate[] = [];

  hold(candidates: readonly Candidate[]): void {
    this.#held.push(...candidates);
    if (this.#held.length > HELD) this.#held.splice(0, this.#held.length - HELD);
  }

  /** Takes out those that belong to the remote description `sdp`; none if there is no description yet. */
  take(sdp: string | null): Candidate[] {
    if (sdp === null) return [];
    const fragments = new Set(Array.from(sdp.matchAll(/^a=ice-ufrag:(\S+)/gm), (match) => match[1]));
    const belongs = (candidate: Candidate): boolean => {
      const fragment = fragmentOf(candidate);
      return fragment === null || fragments.has(fragment);
    };
    const taken = this.#held.filter(belongs);
    this.#held = this.#held.filter((candidate) => !belongs(candidate));
    return taken;
  }
}
