import type { Clock } from "./clock";
import type { Scope } from "./scope";
import { LIMITS, type Candidate } from "./signalling";

/** Candidates come in bursts of ten or so; one message for a burst costs this much delay. */
const BATCH_MS = 40;
/** Four interfaces, three components and TURN stay far below; a hostile peer does not get more. */
const HELD = 256;

/** Gathers our candidates and sends them in batches. */
export class CandidateBatch {
  #waiting: Candidate[] = [];

  constructor(
    private readonly scope: Scope,
    private readonly clock: Clock,
    private readonly send: (candidates: readonly Candidate[]) => void,
  ) {}

  add(candidate: Candidate): void {
    this.#waiting.push(candidate);
    if (this.#waiting.length === 1) this.scope.after(this.clock, BATCH_MS, () => this.#flush());
  }

  #flush(): void {
    while (this.#waiting.length > 0) this.send(this.#waiting.splice(0, LIMITS.candidates));
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
