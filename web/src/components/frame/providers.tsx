"use client";

import { ApolloProvider } from "@apollo/client/react";
import { Direction, Tooltip } from "radix-ui";
import { Fragment, useEffect, useState, type ReactNode } from "react";

import { LiveRegion } from "@/components/ui/live-region";
import { Toaster } from "@/components/ui/toast";
import { makeApolloClient } from "@/lib/apollo";
import { startFileDrop } from "@/lib/file-drop";
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

/** What every page stands on: session, data, live connection, theme, toasts and spoken announcements. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(() => makeApolloClient());
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
      // Somebody else (or nobody) from here on: nothing of the one before may show.
      if (user !== null) void client.clearStore();
      else void client.refetchObservableQueries();
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
  }, [client, persons]);
  return (
    <ApolloProvider client={client}>
      <Direction.Provider dir={direction()}>
        <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
          <Fragment key={generation}>{children}</Fragment>
          <RouteFocus />
          <UpdateNotice />
          <Toaster />
          <LiveRegion />
        </Tooltip.Provider>
      </Direction.Provider>
    </ApolloProvider>
  );
}
