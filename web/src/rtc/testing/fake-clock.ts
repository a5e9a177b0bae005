import type { Clock } from "../clock";

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now = 0;
  #next = 0;
  readonly #tasks = new Map<number, { readonly at: number; readonly task: () => void }>();

  get waiting(): number {
    return this.#tasks.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const id = this.#next++;
    this.#tasks.set(id, { at: this.#now + ms, task });
    return () => void this.#tasks.delete(id);
  }

  /** Runs what is due within `ms`, in order, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const due = [...this.#tasks].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, { at, task }] = due;
      this.#tasks.delete(id);
      this.#now = Math.max(this.#now, at);
      task();
    }
    this.#now = end;
  }
}

/** Long enough for every chain of promises in this folder. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
