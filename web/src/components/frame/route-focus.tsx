"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

import { mainId } from "./skip-link";

/**
 * Place once, in the root layout. After each navigation, Back as well, the focus is on the heading of the page that is
 * there now: else the keyboard would begin at the top again, and a screen reader on nothing. (Next.js says the title.)
 * Not after the first load, which begins where the browser begins.
 */
export function RouteFocus() {
  const path = usePathname();
  const shown = useRef(path);
  // The focus is the browser's; the page is drawn by now, or comes in parts.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    return followHeading();
  }, [path]);
  return null;
}

/** Focuses the heading, or until there is one the page's main part; ends when it has, or somebody is quicker. */
function followHeading(): () => void {
  const stop = () => {
    observer.disconnect();
    for (const type of quicker) window.removeEventListener(type, stop, true);
  };
  const look = () => {
    if (isTaken(document.activeElement)) return stop();
    const main = document.getElementById(mainId);
    const heading = main?.querySelector("h1");
    if (heading || document.activeElement !== main) focus(heading ?? main);
    if (heading) stop();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  for (const type of quicker) window.addEventListener(type, stop, true);
  look();
  return stop;
}

const quicker = ["keydown", "pointerdown"] as const;

/** By the new page itself (its field, a dialog over it), or by somebody who is writing beside it. */
function isTaken(element: Element | null): boolean {
  if (!element || element === document.body || element.id === mainId) return false;
  if (element.closest("[role=dialog], [role=alertdialog]")) return true;
  return Boolean(document.getElementById(mainId)?.contains(element)) || element.matches("input, textarea");
}

function focus(element: HTMLElement | null | undefined): void {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  // Where the page stands is the page's: Back has restored it.
  element.focus({ preventScroll: true });
}
