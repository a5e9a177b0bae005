/** A value that can be watched, in the shape that React's `useSyncExternalStore` reads. */
export interface Readable<T> {
  getSnapshot(this: void): T;
  /** `listener` runs after each change; the result stops it. */
  subscribe(this: void, listener: () => void): () => void;
}

export class Store<T> implements Readable<T> {
  #value: T;
  #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  readonly getSnapshot = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    const own = (): void => listener(); // the same function may subscribe twice
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Merges `change` into the store; keeps the old object, and wakes nobody, if nothing in it differs. */
export function patch<T extends object>(store: Store<T>, change: Partial<T>): void {
  const before = store.getSnapshot();
  const keys = Object.keys(change) as (keyof T)[];
  if (keys.some((key) => !Object.is(before[key], change[key]))) store.set({ ...before, ...change });
}
