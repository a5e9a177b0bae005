"use client";

import { useLayoutEffect, useRef, type RefObject } from "react";

/**
 * Gives the focus back to what had it when a dialog opened, also when nothing of Radix's opened it (a shortcut, a
 * button elsewhere). Spread it on the dialog's content.
 */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      const back = opener.current;
      if (!(back instanceof HTMLElement) || back === document.body || !back.isConnected) return;
      event.preventDefault();
      back.focus();
    },
  };
}

/**
 * For what goes away by being pressed (a card that was answered, a note that was closed): the focus that was in it goes
 * on to the heading of the part it stood in, instead of to nothing. Not to the next button: who pressed twice meant one.
 */
export function usePassFocus(root: RefObject<HTMLElement | null>): void {
  // The focus is the browser's, and is lost with the element that has it: looked at before that goes.
  useLayoutEffect(() => {
    const gone = root.current;
    return () => {
      if (!gone?.contains(document.activeElement)) return;
      const section = gone.parentElement?.closest("section");
      const main = gone.closest("main");
      // Once all of it is drawn.
      queueMicrotask(() => {
        if (document.activeElement === document.body)
          focusHeading([section, main].find((part) => part?.isConnected));
      });
    };
  }, [root]);
}

function focusHeading(part: HTMLElement | null | undefined): void {
  const heading = part?.querySelector<HTMLElement>("h1, h2") ?? part;
  if (heading && !heading.hasAttribute("tabindex")) heading.tabIndex = -1;
  heading?.focus({ preventScroll: true });
}
