import type { Clock } from "./clock";

/**
 * The lifetime of something: what is added to a scope is undone when the scope closes, last added first.
 * Closing twice is harmless, and what is added to a closed scope is undone at once, so that work which
 * finishes late (a camera that opens after the call was left) cannot leak.
 */
export class Scope {
  #undo = new Set<() => void>();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  /** How many things are still to be undone; zero after `close`. */
  get size(): number {
    return this.#undo.size;
  }

  /** Adds `undo`; the result runs it early, once, and forgets it. */
  add(undo: () => void): () => void {
    if (this.#closed) {
      undo();
      return () => undefined;
    }
    this.#undo.add(undo);
    return () => {
      if (this.#undo.delete(undo)) undo();
    };
  }

  listen(target: EventTarget, type: string, handler: (event: Event) => void): () => void {
    if (this.#closed) return () => undefined;
    target.addEventListener(type, handler);
    return this.add(() => target.removeEventListener(type, handler));
  }

  /** Runs `task` once after `ms`, unless cancelled (the result) or the scope closes first. */
  after(clock: Clock, ms: number, task: () => void): () => void {
    if (this.#closed) return () => undefined;
    const cancel = clock.after(ms, () => {
      this.#undo.delete(undo);
      task();
    });
    const undo = (): void => cancel();
    return this.add(undo);
  }

  /** Runs `task` every `ms`, the first time after `ms`. */
  every(clock: Clock, ms: number, task: () => void): void {
    this.after(clock, ms, () => {
      task();
      this.every(clock, ms, task);
    });
  }

  /** A scope that closes no later than this one. */
  child(): Scope {
    const child = new Scope();
    const forget = this.add(() => child.close());
    child.add(() => forget());
    return child;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const failures: unknown[] = [];
    for (const undo of [...this.#undo].reverse()) {
      if (!this.#undo.delete(undo)) continue;
      try {
        undo();
      } catch (failure) {
        failures.push(failure); // the rest must still be released
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
