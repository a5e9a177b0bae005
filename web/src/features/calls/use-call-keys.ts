"use client";

import { useEffect, useState } from "react";

import { useLatest } from "@/lib/hooks";
import { isTyping, useKeys } from "@/lib/keys";
import type { LocalMedia } from "@/rtc";

/** `m`, `v`, and Space held to talk. Answers whether somebody is talking so just now. */
export function useCallKeys(local: LocalMedia): boolean {
  const [held, setHeld] = useState(false);
  const talking = useLatest(held);
  useKeys(["m", "v"], (key) => {
    const { muted, camera } = local.state.get();
    if (key === "v") return void local.setCamera(!camera.on);
    setHeld(false);
    void local.setMuted(!muted);
  });
  // Space in the whole window, for as long as the call is shown.
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
      event.preventDefault();
      if (event.repeat || !local.state.get().muted) return;
      setHeld(true);
      void local.setMuted(false);
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

/** Space, but not of fields, menus and dialogs, nor of a button that the keyboard went to. */
function isOurs(event: KeyboardEvent, tabbed: boolean): boolean {
  const { target } = event;
  if (event.key !== " " || isTyping(target)) return false;
  if (!(target instanceof HTMLElement)) return true;
  return !tabbed || !target.closest("a, button, [role='button'], [role='radio']");
}
