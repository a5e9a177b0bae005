/** Runs asynchronous tasks one at a time, in the order given: the lock of one peer. */
export class SerialQueue {
  #tail: Promise<void> = Promise.resolve();
  #closed = false;

  /** `onError` hears of a task that failed; the queue goes on. */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** Resolves when `task` is over, whether it worked, failed or was skipped because the queue closed. */
  run(task: () => Promise<void> | void): Promise<void> {
    this.#tail = this.#tail.then(async () => {
      if (this.#closed) return;
      try {
        await task();
      } catch (error) {
        if (!this.#closed) this.onError(error);
      }
    });
    return this.#tail;
  }

  /** Skips what is waiting; a task under way is not interrupted, but its failure is no longer reported. */
  close(): void {
    this.#closed = true;
  }
}
