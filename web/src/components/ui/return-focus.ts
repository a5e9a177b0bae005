"use client";

import { useRef } from "react";

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
