import type { PeerId } from "../signalling";

export const SPEAKER = {
  /** A level (0 to 1) at which somebody speaks, and the lower one at which they still do. */
  on: 0.04,
  off: 0.02,
  /** Pauses between words and breaths are shorter than this. */
  holdMs: 700,
  /** To take the highlight from a speaker, somebody must be the loudest for this long: a cough is not enough. */
  takeMs: 500,
} as const;

export interface Speakers {
  /** Everybody who speaks now. */
  readonly speaking: ReadonlySet<PeerId>;
  /** Who has the highlight: the last who spoke for a while, until they leave; null before anybody did. */
  readonly active: PeerId | null;
}

/** Turns levels into speakers that do not flicker. */
export class SpeakerDetector {
  #heardAt = new Map<PeerId, number>();
  #active: PeerId | null = null;
  #challenger: { readonly id: PeerId; readonly since: number } | null = null;

  /** `levels` of everybody present, 0 to 1; `now` in ms. */
  update(levels: ReadonlyMap<PeerId, number>, now: number): Speakers {
    for (const id of [...this.#heardAt.keys()]) if (!levels.has(id)) this.#heardAt.delete(id);
    const speaking = new Set<PeerId>();
    for (const [id, level] of levels) {
      const heardAt = this.#heardAt.get(id);
      const was = heardAt !== undefined && now - heardAt < SPEAKER.holdMs;
      if (level >= (was ? SPEAKER.off : SPEAKER.on)) this.#heardAt.set(id, now);
      if (now - (this.#heardAt.get(id) ?? -Infinity) < SPEAKER.holdMs) speaking.add(id);
    }
    this.#choose(levels, speaking, now);
    return { speaking, active: this.#active };
  }

  #choose(levels: ReadonlyMap<PeerId, number>, speaking: ReadonlySet<PeerId>, now: number): void {
    if (this.#active !== null && !levels.has(this.#active)) this.#active = null;
    let loudest: PeerId | null = null;
    for (const id of speaking) {
      if (loudest === null || (levels.get(id) ?? 0) > (levels.get(loudest) ?? 0)) loudest = id;
    }
    if (loudest === null || loudest === this.#active) {
      this.#challenger = null;
      return;
    }
    if (this.#active === null) {
      this.#active = loudest;
      return;
    }
    if (this.#challenger?.id !== loudest) this.#challenger = { id: loudest, since: now };
    const { since } = this.#challenger;
    if (now - since < SPEAKER.takeMs) return;
    this.#active = loudest;
    this.#challenger = null;
  }
}
