import { createStore, patch, type Readable } from "@/lib/store";

import { SerialQueue } from "../queue";
import { Scope } from "../scope";
import { problem, type MediaKind, type MediaProblem } from "./problems";

/** A microphone, a camera or a shared screen. */
export interface SourceState {
  /** What the person asked for; `track` follows when the device is open. */
  readonly on: boolean;
  readonly starting: boolean;
  readonly track: MediaStreamTrack | null;
  readonly problem: MediaProblem | null;
}

export interface SourceOptions {
  readonly kind: MediaKind;
  /** Opens the device; its stream has exactly one track of this kind. */
  readonly open: () => Promise<MediaStreamTrack>;
  /** Names a failure; null if it was the person's own choice (they closed the picker). */
  readonly explain: (error: unknown) => MediaProblem | null;
  /** What a track that ends by itself means: a lost device is opened again if there is another; a shared screen is over. */
  readonly onEnded: "reopen" | "off";
}

/** Opens and closes one device, one step at a time, however fast somebody clicks. */
export class Source {
  readonly state: Readable<SourceState>;
  readonly #state = createStore<SourceState>({ on: false, starting: false, track: null, problem: null });
  readonly #scope = new Scope();
  readonly #queue = new SerialQueue(() => undefined); // every step handles its own failure
  #release: () => void = () => undefined;

  constructor(private readonly o: SourceOptions) {
    this.state = this.#state;
    this.#scope.add(() => {
      this.#queue.close();
      this.#state.set({ on: false, starting: false, track: null, problem: null });
    });
  }

  /** Resolves when the device is open (or is not: see `problem`), or closed. */
  set(on: boolean): Promise<void> {
    if (this.#scope.closed) return Promise.resolve();
    patch(this.#state, { on, problem: null });
    return this.#queue.run(() => this.#settle(false));
  }

  /** Opens it anew, with another device; the old one stays until the new one is open. */
  reopen(): Promise<void> {
    if (this.#scope.closed) return Promise.resolve();
    return this.#queue.run(() => this.#settle(true));
  }

  close(): void {
    this.#scope.close();
  }

  async #settle(anew: boolean): Promise<void> {
    const { on, track } = this.#state.get();
    if (!on) {
      this.#release();
      patch(this.#state, { track: null, starting: false });
      return;
    }
    if (track && !anew) return;
    patch(this.#state, { starting: true });
    try {
      this.#hold(await this.o.open());
    } catch (error) {
      if (this.#scope.closed) return;
      const reason = this.o.explain(error);
      patch(this.#state, { on: track !== null, starting: false, problem: reason });
    }
  }

  #hold(track: MediaStreamTrack): void {
    if (this.#scope.closed) return track.stop(); // it opened too late
    this.#release();
    const held = this.#scope.child();
    held.add(() => track.stop());
    held.listen(track, "ended", () => void this.#onEnded());
    this.#release = () => held.close();
    patch(this.#state, { track, starting: false, problem: null });
  }

  async #onEnded(): Promise<void> {
    this.#release();
    if (this.o.onEnded === "off") return patch(this.#state, { on: false, track: null });
    patch(this.#state, { track: null });
    await this.#queue.run(() => this.#settle(false));
    if (this.#scope.closed || this.#state.get().track) return;
    patch(this.#state, { problem: problem(this.o.kind, "unplugged") });
  }
}
