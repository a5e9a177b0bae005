import { createStore, type Store } from "@/lib/store";

import type { CallSignalling } from "./call-signalling";

/** Everybody else has left: who they were, and when the call ends for that; null once one chose to stay. */
export type Alone = { readonly left: readonly string[]; readonly until: number | null };

/** How long one is left waiting alone: a reload is back long before, and nobody's camera stays on for an empty room. */
export const aloneFor = 60_000;

/** Follows who comes and goes, for as long as the call lasts, whatever page is shown. */
export class CompanyWatch {
  /** Everybody who has been here meanwhile. */
  readonly seen: Store<ReadonlySet<string>> = createStore<ReadonlySet<string>>(new Set());
  readonly alone: Store<Alone | null> = createStore<Alone | null>(null);
  #metAt: number | null = null;
  #last: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stops: (() => void)[];

  constructor(
    private readonly signalling: Pick<CallSignalling, "self" | "seats" | "call">,
    private readonly onAbandoned: () => void,
    /** This tab was in the call before its page was loaded anew: whom it met there it need not meet again. */
    private readonly returning = false,
  ) {
    const look = () => this.#look();
    this.#stops = [signalling.seats.subscribe(look), signalling.call.subscribe(look)];
  }

  /** Since when one was together with somebody, in ms since 1970; null as long as nobody came. */
  get metAt(): number | null {
    return this.#metAt;
  }

  /** Waits on, however long it takes. */
  stay(): void {
    clearTimeout(this.#timer);
    const alone = this.alone.get();
    if (alone) this.alone.set({ ...alone, until: null });
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops.splice(0)) stop();
  }

  #look(): void {
    const { seats, call, self } = this.signalling;
    if (this.returning && this.#metAt === null) this.#recall();
    const others = [...seats.get()].filter(([peer]) => peer !== self).map(([, user]) => user);
    const before = this.seen.get();
    if (!others.every((user) => before.has(user))) this.seen.set(new Set([...before, ...others]));
    if (others.length) {
      this.#metAt ??= Date.now();
      this.#last = others;
    }
    const waits = call.get()?.rings.some((ring) => ring.state === "ringing") ?? false;
    if (others.length || waits || this.#metAt === null) {
      clearTimeout(this.#timer);
      this.alone.set(null);
    } else if (!this.alone.get()) {
      this.alone.set({ left: this.#last, until: Date.now() + aloneFor });
      this.#timer = setTimeout(this.onAbandoned, aloneFor);
    }
  }

  /** Who were together before: somebody who answered, and who began the call. Until one has a seat it is not known. */
  #recall(): void {
    const { seats, call, self } = this.signalling;
    const [me, told] = [seats.get().get(self), call.get()];
    if (!me || !told) return;
    const answered = told.rings.filter((ring) => ring.state === "answered").map((ring) => ring.personId);
    const met = answered.length ? [told.callerId, ...answered].filter((id) => id !== me) : [];
    if (!met.length) return;
    this.seen.set(new Set(met));
    this.#metAt = Date.now();
    this.#last = met;
  }
}
