"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";

import { isObject } from "./json";
import { cut } from "./plain";

/** How something that a page shows stands in its address. */
export type InAddress<T> = {
  /** From any address: others can write one. */
  read: (params: URLSearchParams) => T;
  /** Sets what differs from the usual, deletes the rest; leaves what is not its own. */
  write: (params: URLSearchParams, value: T) => void;
};

/**
 * State that stands in the address: a link leads to it, Back finds it again. A change is shown at once and replaces the
 * address, without asking the server and without one more step back. `codec` is made once, outside the component.
 */
export function useInAddress<T>(codec: InAddress<T>): [T, (value: T) => void] {
  const text = useSearchParams()?.toString() ?? "";
  const [held, setHeld] = useState(() => ({ text, value: codec.read(new URLSearchParams(text)) }));
  // Back, or a link, has led elsewhere; an address of ours that is only late has been overtaken.
  const moved = held.text !== text && text === current();
  if (moved) setHeld({ text, value: codec.read(new URLSearchParams(text)) });
  const set = useCallback(
    (value: T) => {
      const params = new URLSearchParams(window.location.search);
      codec.write(params, value);
      replaceSearch(params);
      setHeld({ text: current(), value });
    },
    [codec],
  );
  return [held.value, set];
}

const current = (): string =>
  typeof window === "undefined" ? "" : new URLSearchParams(window.location.search).toString();

/** Writes what follows the `?` anew, without asking the server and without one more step back. */
export function replaceSearch(params: URLSearchParams): void {
  const text = params.toString();
  if (text === current()) return;
  const { pathname, hash } = window.location;
  try {
    window.history.replaceState(custom(window.history.state), "", `${pathname}${text && `?${text}`}${hash}`);
  } catch {
    // Browsers refuse very many in a short time: the next one says it as well.
  }
}

/** What we keep with an entry; Next.js adds its own, and would not look at the address if it were there already. */
function custom(state: unknown): unknown {
  return isObject(state) ? { hallwayEntry: state.hallwayEntry } : null;
}

/** A text of at most so many characters, under this name. */
export const textInAddress = (name: string, longest: number): InAddress<string> => ({
  read: (params) => cut(params.get(name) ?? "", longest),
  write: (params, text) => (text ? params.set(name, text) : params.delete(name)),
});

/** One of a few; the first is the usual one, of which the address says nothing. */
export const choiceInAddress = <V extends string>(
  name: string,
  values: readonly [V, ...V[]],
): InAddress<V> => ({
  read: (params) => values.find((value) => value === params.get(name)) ?? values[0],
  write: (params, value) => (value === values[0] ? params.delete(name) : params.set(name, value)),
});
