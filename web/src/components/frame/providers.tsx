"use client";

import { Direction } from "radix-ui";
import { Fragment, useEffect, useState, type ReactNode } from "react";

import { LiveRegion } from "@/components/ui/live-region";
import { later } from "@/components/ui/later";
import { entries } from "@/components/ui/toast";
import { startFileDrop } from "@/lib/file-drop";
import { useWindowEvent } from "@/lib/hooks";
import { direction } from "@/lib/locale";
import { session, startSession, type Session } from "@/lib/session";
import { startServiceWorker } from "@/lib/service-worker";
import { openSocket } from "@/lib/socket";
import { createStore } from "@/lib/store";
import { startTheme } from "@/lib/theme";
import { useStore } from "@/lib/use-store";
import { startWhoseClock } from "@/lib/whose-clock";

import { RouteFocus } from "./route-focus";
import { UpdateNotice } from "./update-notice";

const idOf = (current: Session) => (current.status === "in" ? current.user.id : null);

/**
 * What every page stands on: session, live connection, theme, toasts and spoken announcements. What only some need is not
 * here but in `Inside`, or comes when it is wanted (`later`).
 */
export function Providers({ children }: { children: ReactNode }) {
  const [persons] = useState(() => createStore(0));
  const generation = useStore(persons, 0);
  // What outlives every page begins with the first: theme, clock, worker, session and connection.
  useEffect(() => startTheme(), []);
  useEffect(startWhoseClock, []);
  useEffect(startServiceWorker, []);
  useEffect(startFileDrop, []);
  useEffect(() => {
    let user: string | null = null;
    let close: (() => void) | null = null;
    const follow = () => {
      const next = session.get();
      if (next.status === "unknown" || idOf(next) === user) return;
      // What the one before was typing is in the pages themselves.
      if (user !== null && next.status === "in") persons.set(persons.get() + 1);
      user = idOf(next);
      close?.();
      close = user ? openSocket() : null;
    };
    const unfollow = session.subscribe(follow);
    const stop = startSession();
    follow();
    return () => {
      unfollow();
      stop();
      close?.();
    };
  }, [persons]);
  return (
    <Direction.Provider dir={direction()}>
      <Fragment key={generation}>{children}</Fragment>
      <RouteFocus />
      <UpdateNotice />
      <Toasts />
      <LiveRegion />
    </Direction.Provider>
  );
}

const Toaster = later(() => import("@/components/ui/toaster").then((one) => one.Toaster));
const noToasts: readonly unknown[] = [];

/** What draws toasts comes with the first, and before that at the first press: what that does may end in one. */
function Toasts() {
  const [wanted, setWanted] = useState(false);
  const some = useStore<readonly unknown[]>(entries, noToasts).length > 0;
  if (some && !wanted) setWanted(true);
  useWindowEvent("pointerdown", Toaster.preload);
  useWindowEvent("keydown", Toaster.preload);
  return wanted && <Toaster />;
}
