"use client";

import {
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";

import { DrawnAt } from "./drawn-at";
import { onDraft, readDraft, writeDraft } from "./drafts";
import { askServerTime, onServerClock, serverNow } from "./server-clock";
import { useUser } from "./session";
import { createStore } from "./store";

const never = () => () => undefined;

/** False while server-rendering and hydrating, true afterwards: for text that differs by browser (zones, ⌘). */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** Whether a CSS media query holds; false on the server. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** The phone layout of the venue. Layout itself is CSS; use this only where behaviour differs. */
export function usePhone(): boolean {
  return useMedia("(max-width: 767.98px)");
}

// One clock for the whole page: a thousand rows with times share one timer.
const ticks = createStore(0);
let stopClock: () => void = () => undefined;
let followers = 0;

function startClock(): void {
  const tick = () => ticks.set(serverNow());
  tick();
  const timer = setInterval(() => {
    tick();
    void askServerTime();
  }, 5_000);
  const unfollow = onServerClock(tick);
  stopClock = () => {
    clearInterval(timer);
    unfollow();
  };
}

function followClock(listener: () => void): () => void {
  const stop = ticks.subscribe(listener);
  if (followers++ === 0) startClock();
  return () => {
    stop();
    if (--followers === 0) stopClock();
  };
}

/**
 * The server's time in milliseconds, renewed every 5 s. On the server and while hydrating it is when the page was drawn
 * (`DrawnAtProvider`); null where nobody says that (render the absolute time then).
 */
export function useNow(): number | null {
  const drawn = useContext(DrawnAt) ?? 0;
  const now = useSyncExternalStore(
    followClock,
    () => ticks.get() || drawn,
    () => drawn,
  );
  return now || null;
}

/**
 * A text of mine that survives reload: `[text, setText, isStill]`, kept under `key`. Starts empty while hydrating. It is one text in
 * all tabs: what is typed, sent or thrown away in one is so in the others.
 */
export function useDraft(key: string): [string, (text: string) => void, () => boolean] {
  const me = useUser()?.id;
  /** What could not be kept, and so is in this page alone. */
  const [unkept, setUnkept] = useState<{ me: string | undefined; key: string; text: string } | null>(null);
  const mine = unkept?.key === key && unkept.me === me ? unkept : null;
  const [drafts] = useState(() => createStore(0));
  const follow = useCallback(
    (listener: () => void) => {
      const stops = [onDraft(listener), drafts.subscribe(listener)];
      return () => stops.forEach((stop) => stop());
    },
    [drafts],
  );
  const kept = useSyncExternalStore(
    follow,
    () => readDraft(key),
    () => "",
  );
  const set = useCallback(
    (text: string) => {
      setUnkept(writeDraft(key, text) ? null : { me, key, text });
      drafts.set(drafts.get() + 1);
    },
    [me, key, drafts],
  );
  // What was typed before it was known who types is theirs, after what they had begun.
  const early = me !== undefined && unkept?.me === undefined && unkept?.key === key ? unkept.text : "";
  const text = mine ? mine.text : [kept, early].filter(Boolean).join("\n");
  /** Another tab may have sent it a moment ago: asked before it is. */
  const isStill = () => {
    if (mine || early || readDraft(key) === text) return true;
    drafts.set(drafts.get() + 1);
    return false;
  };
  return [text, set, isStill];
}

/** What `text` was once it had stayed the same for `delay` ms; an empty one is taken at once. */
export function useDebounced(text: string, delay: number): string {
  const [settled, setSettled] = useState("");
  // A timer, begun anew with each text.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text ? delay : 0);
    return () => clearTimeout(timer);
  }, [text, delay]);
  return settled;
}

/** True once `pending` has lasted `delay` ms: quick answers then show no skeleton. */
export function useLate(pending: boolean, delay = 150): boolean {
  const [late, setLate] = useState(false);
  // A timer, for as long as it is pending.
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => setLate(true), delay);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [pending, delay]);
  return pending && late;
}

/** Hears an event of the window for as long as the component is there. */
export function useWindowEvent<K extends keyof WindowEventMap>(
  type: K,
  handler: (event: WindowEventMap[K]) => void,
): void {
  const hear = useEffectEvent(handler);
  // The window is outside React.
  useEffect(() => {
    const listen = (event: WindowEventMap[K]) => hear(event);
    window.addEventListener(type, listen);
    return () => window.removeEventListener(type, listen);
  }, [type]);
}

/** The latest value in a ref, for listeners that must not be taken off and on at each render. */
export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value);
  // After each drawing: a listener hears of nothing that was not shown.
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}
