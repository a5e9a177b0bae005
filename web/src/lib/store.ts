/** A value that can be followed: `listener` runs after each change, the result stops it. */
export type Readable<T> = {
  get: () => T;
  subscribe: (listener: () => void) => () => void;
};

/** A value outside React; components follow it by `useStore`. Setting an identical value tells nobody. */
export type Store<T> = Readable<T> & { set: (value: T) => void };

export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of Array.from(listeners)) listener();
    },
    subscribe: (listener) => {
      const own = () => listener(); // the same function may follow twice
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}

/** Merges `change` into the value; keeps the old object, and tells nobody, if nothing in it differs. */
export function patch<T extends object>(store: Store<T>, change: Partial<T>): void {
  const before = store.get();
  const keys = Object.keys(change) as (keyof T)[]; // `Object.keys` knows strings only
  if (keys.some((key) => !Object.is(before[key], change[key]))) store.set({ ...before, ...change });
}

/** The same value, the old object for as long as nothing in it differs but `key`; then nobody who shows it draws anew. */
export function ignoring<T extends object>(store: Readable<T>, key: keyof T): Readable<T> {
  let shown = store.get();
  const get = (): T => {
    const next = store.get();
    const keys = Object.keys(next) as (keyof T)[]; // `Object.keys` knows strings only
    if (keys.some((one) => one !== key && !Object.is(next[one], shown[one]))) shown = next;
    return shown;
  };
  return { get, subscribe: store.subscribe };
}
