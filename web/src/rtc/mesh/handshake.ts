import type { Incarnation } from "../signalling";

/**
 * What to do with a message:
 * - ignore: it belongs to an earlier life of one of us;
 * - answer: say hello to the sender, as `own`, so that they can prove that they are alive;
 * - confirmed: the sender is alive and knows us; connect. `replaces`: the connection there was is dead;
 * - deliver: the connection there is.
 */
export type Verdict =
  | { readonly kind: "ignore" }
  | { readonly kind: "answer"; readonly own: Incarnation }
  | { readonly kind: "confirmed"; readonly replaces: boolean }
  | { readonly kind: "deliver" };

/**
 * Which life of ours is bound to which life of theirs. As TCP does with its sequence numbers, an incarnation is
 * believed only when it repeats ours back: a message left over from before a reload cannot know ours, so it can
 * neither revive a dead connection nor kill a living one.
 */
export class Handshake {
  #own: Incarnation;
  #other: Incarnation | null = null;
  #successor: Incarnation | null = null;

  constructor(private readonly mint: () => Incarnation) {
    this.#own = mint();
  }

  get own(): Incarnation {
    return this.#own;
  }

  get other(): Incarnation | null {
    return this.#other;
  }

  receive(from: Incarnation, to: Incarnation | null): Verdict {
    if (to === null) return this.#greet(from);
    if (to === this.#own) {
      if (this.#other === from) return { kind: "deliver" };
      if (this.#other !== null) return { kind: "ignore" };
      this.#other = from;
      return { kind: "confirmed", replaces: false };
    }
    if (to === this.#successor) {
      this.#own = to;
      this.#other = from;
      this.#successor = null;
      return { kind: "confirmed", replaces: true };
    }
    return { kind: "ignore" };
  }

  /** Our end has to be made anew: a new life that nobody knows yet. */
  restart(): void {
    this.#own = this.#successor ?? this.mint();
    this.#successor = null;
    this.#other = null;
  }

  #greet(from: Incarnation): Verdict {
    if (this.#other === null || this.#other === from) return { kind: "answer", own: this.#own };
    this.#successor ??= this.mint();
    return { kind: "answer", own: this.#successor };
  }
}
