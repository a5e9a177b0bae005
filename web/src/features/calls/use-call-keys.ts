"use client";

import { useEffect, useState } from "react";

import { useLatest } from "@/lib/hooks";
import type { LocalMedia } from "@/rtc";

/** `m`, `v`, and Space held to talk. Answers whether somebody is talking so just now. */
export function useCallKeys(local: LocalMedia): boolean {
  const [held, setHeld] = useState(false);
  const talking = useLatest(held);
  // Keys of the whole window, for as long as the call is shown.
  useEffect(() => {
    const letGo = () => {
      if (!talking.current) return;
      setHeld(false);
      void local.setMuted(true);
    };
    // `:focus-visible` cannot tell: after a click, the first key makes it true.
    let tabbed = false;
    const point = () => {
      tabbed = false;
    };
    const press = (event: KeyboardEvent) => {
      if (event.key === "Tab") tabbed = true;
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !isOurs(event, tabbed))
        return;
      const { muted, camera } = local.state.get();
      if (event.key === " ") {
        event.preventDefault();
        if (event.repeat || !muted) return;
        setHeld(true);
        void local.setMuted(false);
      } else if (event.repeat) return;
      else if (event.key.toLowerCase() === "m") {
        setHeld(false);
        void local.setMuted(!muted);
      } else if (event.key.toLowerCase() === "v") void local.setCamera(!camera.on);
    };
    const release = (event: KeyboardEvent) => event.key === " " && letGo();
    // In the capture phase: a button that was clicked before must not be pressed by the Space that is held to talk.
    window.addEventListener("keydown", press, true);
    window.addEventListener("keyup", release, true);
    window.addEventListener("pointerdown", point, true);
    window.addEventListener("blur", letGo);
    return () => {
      window.removeEventListener("keydown", press, true);
      window.removeEventListener("keyup", release, true);
      window.removeEventListener("pointerdown", point, true);
      window.removeEventListener("blur", letGo);
    };
  }, [local, talking]);
  return held;
}

/** Fields, menus and dialogs have their own keys; so has a button that the keyboard went to, for Space. */
function isOurs(event: KeyboardEvent, tabbed: boolean): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  if (
    target.closest(
      "input, textarea, select, [contenteditable='true'], [role='menu'], [role='listbox'], [role='dialog'], [role='alertdialog']",
    )
  )
    return false;
  return event.key !== " " || !tabbed || !target.closest("a, button, [role='button'], [role='radio']");
}
