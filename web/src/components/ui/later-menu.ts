"use client";

import { useState, type ComponentProps, type KeyboardEvent, type MouseEvent } from "react";

/** How it was opened: by a key, its first item has the focus. */
export type Opened = "press" | "key";
export type MenuInside = {
  /** The button that opens it, drawn by the menu itself once it is here. */ trigger: ComponentProps<"button">;
  /** It is open from the beginning, by the press that fetched it. */ opened: Opened;
};

/** A button that says it has a menu, which is not open. */
export const closed = { type: "button", "aria-haspopup": "menu", "aria-expanded": false } as const;

/**
 * For a menu whose code comes (`later`) when somebody is about to open it: whether it was opened, and what the button that
 * stands there until then is given.
 */
export function useLaterMenu({ preload }: { preload: () => void }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const trigger = {
    ...closed,
    onPointerEnter: preload,
    onFocus: preload,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      setOpened("key");
    },
    // A click that a key makes has no count of presses.
    onClick: ({ detail }: MouseEvent) => setOpened(detail === 0 ? "key" : "press"),
  };
  return [opened, trigger] as const;
}
