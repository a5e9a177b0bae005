"use client";

import { useLayoutEffect, useRef, type RefObject } from "react";

import { uuid7 } from "./ids";
import { isObject, objectFrom } from "./json";

/**
 * Where a box was scrolled to at each step of this tab's history, so that Back and a reload find the place again.
 * Browsers do that for the window, and for no box within it.
 */
type Place = { x: number; y: number };

const most = 200;
const storageKey = "hallway.places";
const places = new Map<string, Place>(Object.entries(beforeReload()));
if (typeof window !== "undefined") window.addEventListener("pagehide", keepForReload);

function beforeReload(): Record<string, Place> {
  const isPlace = (value: unknown): value is Place =>
    isObject(value) && typeof value.x === "number" && typeof value.y === "number";
  try {
    const kept = Object.entries(objectFrom(sessionStorage.getItem(storageKey)) ?? {});
    return Object.fromEntries(
      kept.flatMap(([key, value]): [string, Place][] => (isPlace(value) ? [[key, value]] : [])),
    );
  } catch {
    return {}; // There is none on the server; a browser may block it.
  }
}

function keepForReload(): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(places)));
  } catch {
    // Storage is blocked, or full: a reload begins at the top.
  }
}

/** The name of this step of the history; kept with it, and carried along when its address changes. */
function entry(): string {
  const state: unknown = window.history.state;
  if (isObject(state) && typeof state.hallwayEntry === "string") return state.hallwayEntry;
  const made = uuid7();
  window.history.replaceState({ ...(isObject(state) ? state : {}), hallwayEntry: made }, "");
  return made;
}

/**
 * Keeps the place of a box, `name` being what it shows, and returns to it. The result says from the first layout on
 * whether there was one: then nothing else should scroll it.
 */
export function usePlace(box: RefObject<HTMLElement | null>, name: string): { readonly current: boolean } {
  const known = useRef(false);
  // Scrolls what has just been drawn, before it is seen, and follows where it is scrolled to.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const key = `${entry()} ${name}`;
    const before = places.get(key);
    known.current = before !== undefined;
    const coming = before ? returnTo(element, before) : null;
    const look = () => {
      if (!coming?.isUnderWay()) keep(key, { x: element.scrollLeft, y: element.scrollTop });
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      coming?.stop();
      element.removeEventListener("scroll", look);
    };
  }, [box, name]);
  return known;
}

function keep(key: string, place: Place): void {
  places.delete(key);
  places.set(key, place);
  const [oldest] = places.keys();
  if (places.size > most && oldest !== undefined) places.delete(oldest);
}

/** At once, or when enough is there to be scrolled; not any more when somebody scrolls first. */
function returnTo(element: HTMLElement, { x, y }: Place): { isUnderWay: () => boolean; stop: () => void } {
  let underWay = true;
  const go = () => {
    element.scrollTo(x, y);
    if (Math.abs(element.scrollTop - y) < 2 && Math.abs(element.scrollLeft - x) < 2) stop();
  };
  const observer = new MutationObserver(go);
  const stop = () => {
    underWay = false;
    observer.disconnect();
    for (const type of byHand) window.removeEventListener(type, stop, true);
  };
  observer.observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] });
  for (const type of byHand) window.addEventListener(type, stop, { capture: true, passive: true });
  go();
  return { isUnderWay: () => underWay, stop };
}

const byHand = ["wheel", "touchmove", "keydown", "pointerdown"] as const;
