import { useEffect, useEffectEvent, type RefObject } from "react";

import { createStore } from "./store";
import { useStore } from "./use-store";

/*
 * Keys of one character (`m`, `?`, `g` then a letter): all of them are bound here, so that one rule holds for all. They
 * can be switched off, as somebody who speaks to the computer types them without meaning to (WCAG 2.1.4); they never act
 * while somebody types, composes, or holds a modifier; and where two could mean one, the one of the region that has the
 * focus does.
 */

const storageKey = "hallway.keys";

function read(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true; // On the server, and where storage is blocked.
  }
}

const choice = createStore(read());

/** Whether keys of one character act, and what changes it (kept in this browser). */
export function useCharacterKeys(): [boolean, (on: boolean) => void] {
  return [useStore(choice, true), setCharacterKeys];
}

/** Whether they act, for a dialog that has keys of its own. */
export const characterKeysAct = (): boolean => choice.get();

export function setCharacterKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "off");
  } catch {
    // Not kept, still applied.
  }
  choice.set(on);
}

type Press = Pick<KeyboardEvent, "key" | "keyCode" | "isComposing">;

/**
 * Whether a key belongs to a composition (of Japanese, Chinese, Korean, accents). Safari ends one before it tells of the
 * Enter that ended it, which then only the code 229 gives away.
 */
export const isComposing = ({ isComposing: composing, keyCode }: Press): boolean =>
  composing || keyCode === 229;

const fields =
  "input, textarea, select, [contenteditable='true'], [contenteditable=''], [contenteditable='plaintext-only'], [role='textbox'], [role='searchbox'], [role='combobox']";
const withKeys = "[role='menu'], [role='listbox'], [role='dialog'], [role='alertdialog']";

/** Whether characters belong to what has the focus (a field, an open menu or dialog). */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(`${fields}, ${withKeys}`) !== null;
}

type CharacterEvent = Press &
  Pick<KeyboardEvent, "defaultPrevented" | "metaKey" | "ctrlKey" | "altKey" | "target">;

/** Whether a key means what a page gives to keys of one character. Of some element's own keys as well. */
export function isCharacterKey(event: CharacterEvent): boolean {
  if (!choice.get() || event.key.length !== 1 || event.key === " ") return false;
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return false;
  return !isComposing(event) && !isTyping(event.target);
}

/** What keys do: "m" or "g l" (one after the other). `within`: of a part of the page, rather than of all of it. */
export type Keys = {
  readonly act: (key: string, event: KeyboardEvent) => void;
  readonly keys: ReadonlyArray<string>;
  readonly within: RefObject<HTMLElement | null> | null;
};

const bound = new Set<Keys>();
/** How long (ms) after the first the second key of two still counts. */
const together = 1_500;
let first: { key: string; at: number } | null = null;

function press(event: KeyboardEvent): void {
  if (!isCharacterKey(event) || event.repeat) return;
  const key = event.key.toLowerCase();
  const before = first !== null && event.timeStamp - first.at < together ? `${first.key} ` : "";
  first = null;
  const meant = meaning(before + key, event.target);
  if (meant) {
    event.preventDefault();
    event.stopPropagation();
    meant.act(before + key, event);
  } else if (!before && Array.from(bound).some(({ keys }) => keys.some((one) => one.startsWith(`${key} `))))
    first = { key, at: event.timeStamp };
}

/** Whose key it is: of several, that of the region the focus is in, else that of the page. */
function meaning(key: string, target: EventTarget | null): Keys | undefined {
  const all = Array.from(bound).filter(({ keys }) => keys.includes(key));
  if (all.length < 2) return all[0];
  const inside = ({ within }: Keys) => target instanceof Node && within?.current?.contains(target);
  return all.findLast(inside) ?? all.findLast(({ within }) => within === null);
}

function bind(keys: Keys): () => void {
  // In the capture phase: a button that was clicked before has no say in what a character means.
  if (bound.size === 0) window.addEventListener("keydown", press, true);
  bound.add(keys);
  return () => {
    bound.delete(keys);
    if (bound.size === 0) window.removeEventListener("keydown", press, true);
  };
}

/** Binds keys for as long as the component is there. The same names each time, or they are bound anew. */
export function useKeys(
  names: ReadonlyArray<string>,
  act: Keys["act"],
  within: RefObject<HTMLElement | null> | null = null,
): void {
  const hear = useEffectEvent(act);
  const all = names.join("\n");
  // The window is outside React.
  useEffect(() => {
    if (!all) return;
    return bind({ keys: all.split("\n"), act: (key, event) => hear(key, event), within });
  }, [all, within]);
}
