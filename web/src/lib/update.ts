"use client";

import { timedFetch } from "./server-clock";
import { onResync } from "./socket";
import { createStore } from "./store";

/**
 * Whether the server has a newer version than this page. It is asked after each break of the live connection (a deploy
 * always is one), when somebody comes back to the tab, and when a file of this version cannot be had. The page says so
 * and goes on: what it asks is answered for one version longer.
 */
export type Update = "none" | "waits" | /** This page is too old to be answered. */ "needed";
export const update = createStore<Update>("none");

/** By how many the notice is held off. */
export const held = createStore(0);

/** Nobody is to be told for now; call the result when they may be. */
export function holdUpdateNotice(): () => void {
  held.set(held.get() + 1);
  return () => held.set(held.get() - 1);
}

/** Not everybody at once, after a deploy. */
const spread = 5_000;
let asking = false;

export async function lookForUpdate(): Promise<void> {
  const mine = document.body.dataset.version;
  if (asking || !mine || update.get() !== "none") return;
  asking = true;
  try {
    const answer = await timedFetch("/version.txt", { cache: "no-store" });
    const now = answer.ok ? (await answer.text()).trim() : "";
    // Anything else is not ours: a wireless network's sign-in page, a proxy's apology.
    if (/^[\w-]{1,64}$/u.test(now) && now !== mine) update.set("waits");
  } catch {
    // Not now: there is a next time.
  } finally {
    asking = false;
  }
}

/** Looks whenever there is reason to; call the result to stop. */
export function watchForUpdates(): () => void {
  const seen = () => document.visibilityState === "visible" && void lookForUpdate();
  const missing = ({ target }: Event) => isOurFile(target) && void lookForUpdate();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unfollow = onResync(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void lookForUpdate(), Math.random() * spread);
  });
  document.addEventListener("visibilitychange", seen);
  // Elements that fail to load are told to who captures, and to nobody above.
  window.addEventListener("error", missing, { capture: true });
  return () => {
    unfollow();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("error", missing, { capture: true });
  };
}

function isOurFile(target: EventTarget | null): boolean {
  if (target instanceof HTMLScriptElement) return target.src.includes("/_next/static/");
  return target instanceof HTMLLinkElement && target.href.includes("/_next/static/");
}
