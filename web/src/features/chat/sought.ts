"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";

import { replaceSearch } from "@/lib/in-address";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

/** A message that somebody came for: its number in the room beside the page of this path. */
type Sought = { readonly path: string; readonly seq: number };

const sought = createStore<Sought | null>(null);

/** `?message=12`: the message an address is about; null where it is about none. */
export function useMessageInAddress(): number | null {
  const typed = useSearchParams().get("message") ?? "";
  return /^[1-9]\d{0,14}$/u.test(typed) ? Number(typed) : null;
}

/**
 * Takes the message out of the address, so that the same link leads there again, and has the room beside this page open at
 * it; `open` shows that room.
 */
export function useMessageSought(open: () => void): void {
  const path = usePathname();
  const seq = useMessageInAddress();
  // The address is outside React, and so is the panel.
  useEffect(() => {
    if (seq === null) return;
    sought.set({ path, seq });
    open();
    const rest = new URLSearchParams(window.location.search);
    rest.delete("message");
    replaceSearch(rest);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each address, whatever opens the room by then
  }, [path, seq]);
}

/** The message to show in the room beside this page. */
export function useSought(): number | null {
  const path = usePathname();
  const now = useStore(sought, null);
  return now?.path === path ? now.seq : null;
}

export const soughtIsShown = (): void => sought.set(null);
