"use client";

import { useApolloClient, useQuery } from "@apollo/client/react";
import { createContext, useContext, useEffect, useMemo, type ReactNode } from "react";

import { toast } from "@/components/ui/toast";
import { EventSpeakingDocument } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { stateOf } from "@/lib/live-query";
import { toProblem } from "@/lib/problem";
import { useLiveQuery } from "@/lib/use-live-query";
import { EventZoneProvider } from "@/lib/whose-clock";

import { isInAgenda, isWhole, type LiveState, type Staff } from "./live-state";
import type { LiveStoreOptions } from "./live-questions";
import { createLiveStore, type Live, type LiveStore } from "./live-store";

/** For `who`: nobody is signed in. */
export const nobodyHere = "nobody";

const Context = createContext<LiveStore | null | undefined>(undefined);

type ProviderProps = {
  slug: string;
  /** Who looks, or `nobodyHere`: the event is asked for anew for somebody else, not at all (null) while nobody knows. */
  who: string | null;
  /** See `LiveStoreOptions`. */
  look?: LiveStoreOptions["look"];
  children: ReactNode;
};

/** Keeps one event live for everything inside, which stays drawn when it turns out who looks. Stays while pages change. */
export function LiveEventProvider({ slug, who, look = "venue", children }: ProviderProps) {
  const client = useApolloClient();
  const store = useMemo(
    () => (who === null ? null : createLiveStore(client, { slug, isNobody: who === nobodyHere, look })),
    [who, client, slug, look],
  );
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

/** Brings all of the agenda while it is `wanted`, the days in `first` before the others; whether it is here. */
export function useWholeAgenda(wanted = true, first: readonly string[] = []): boolean {
  const store = useLiveStore();
  const key = first.join(" ");
  // It is asked of the server for as long as this is shown.
  useEffect(() => (wanted ? store?.wantDays(key ? key.split(" ") : []) : undefined), [store, wanted, key]);
  const state = stateOf(useLiveQuery(store));
  return state !== null && isWhole(state);
}

/** Draws its children once all of the agenda is here. */
export function WholeAgenda({ loading, children }: { loading: ReactNode; children: ReactNode }) {
  return useWholeAgenda() ? children : loading;
}

/** Whether a session is in the agenda; null until that is known, which it asks for. Of one that is, what follows it is here as well. */
export function useIsInAgenda(sessionId: string): boolean | null {
  const store = useLiveStore();
  const state = useLiveState();
  const known = isWhole(state) || state.soughtSessions.has(sessionId);
  // Likewise, once.
  useEffect(() => {
    if (!known && sessionId) store?.seek(sessionId);
  }, [store, known, sessionId]);
  return isInAgenda(state, sessionId);
}

/** The people who stand on the agenda with an account: those who did when it was asked, and who came since. */
export function useSpeaking(): ReadonlySet<string> {
  const { event, agenda } = useLiveState();
  const { data } = useQuery(EventSpeakingDocument, { variables: { slug: event.slug } });
  return useMemo(() => {
    const here = Array.from(agenda.speakers.values(), ({ userId }) => userId ?? []).flat();
    return new Set([...(data?.event.speaking ?? []), ...here]);
  }, [data, agenda.speakers]);
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
