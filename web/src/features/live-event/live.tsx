"use client";

import { useApolloClient } from "@apollo/client/react";
import { createContext, useContext, useEffect, useMemo, type ReactNode } from "react";

import { toast } from "@/components/ui/toast";
import { useT } from "@/lib/i18n";
import { stateOf } from "@/lib/live-query";
import { toProblem } from "@/lib/problem";
import { useLiveQuery } from "@/lib/use-live-query";
import { EventZoneProvider } from "@/lib/whose-clock";

import type { LiveState, Staff } from "./live-state";
import { createLiveStore, type Live, type LiveStore } from "./live-store";

const Context = createContext<LiveStore | null | undefined>(undefined);

type ProviderProps = {
  slug: string;
  /** Who looks: the event is asked for anew for somebody else, and not at all (null) while that is not known. */
  who: string | null;
  children: ReactNode;
};

/** Keeps one event live for everything inside, which stays drawn when it turns out who looks. Stays while pages change. */
export function LiveEventProvider({ slug, who, children }: ProviderProps) {
  const client = useApolloClient();
  const store = useMemo(() => (who === null ? null : createLiveStore(client, slug)), [who, client, slug]);
  // Open for as long as a page of the event is there, whoever follows it.
  useEffect(() => store?.hold(), [store]);
  const zone = stateOf(useLiveQuery(store))?.event.timeZone ?? null;
  return (
    <Context value={store}>
      <EventZoneProvider zone={zone}>{children}</EventZoneProvider>
    </Context>
  );
}

/** Null while it is not known who looks. */
function useLiveStore(): LiveStore | null {
  const store = useContext(Context);
  if (store === undefined) throw new Error("LiveEventProvider is missing");
  return store;
}

/** The event and whether it is there yet; `retry` asks again. */
export function useLive(): Live & { retry: () => void } {
  const store = useLiveStore();
  return { ...useLiveQuery(store), retry: () => void store?.reload() };
}

/** The event's state, where a parent shows its children only once it is there (the venue does). */
export function useLiveState(): LiveState {
  const live = useLiveQuery(useLiveStore());
  if (live.status !== "ready") throw new Error("The event is not there yet");
  return live.state;
}

const nobody: Staff = new Map();

/** Who runs the event around this; nobody where there is none. */
export function useStaff(): Staff {
  return stateOf(useLiveQuery(useContext(Context) ?? null))?.staff ?? nobody;
}

/** Stars a session: shown at once, taken back with a toast when it failed. */
export function useStar(): (sessionId: string, starred: boolean) => void {
  const store = useLiveStore();
  const t = useT();
  return function star(sessionId, starred) {
    store?.star(sessionId, starred).catch((error: unknown) =>
      toast({
        tone: "error",
        title: t("venue.starFailed"),
        body: toProblem(error).message,
        action: { label: t("common.retry"), run: () => star(sessionId, starred) },
      }),
    );
  };
}
