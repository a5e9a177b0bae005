"use client";

import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

import { toast } from "@/components/ui/toast";
import { EventSpeaking } from "@/gen/operations/live-event";
import { useT } from "@/lib/i18n";
import { stateOf } from "@/lib/live-query";
import { toProblem } from "@/lib/problem";
import { nobodyHere } from "@/lib/session";
import { always, useAnswer } from "@/lib/use-answer";
import { useLiveQuery } from "@/lib/use-live-query";
import { EventZoneProvider } from "@/lib/whose-clock";

import { isInAgenda, isWhole, liveStateOf, type LiveAnswer, type LiveState, type Staff } from "./live-state";
import type { LiveStoreOptions } from "./live-questions";
import { createLiveStore, type Live, type LiveStore } from "./live-store";

type Around = {
  /** Null while it is not known who looks. */
  store: LiveStore | null;
  view: Live;
  /** The view is what the server has drawn, for anybody: nothing in it says who looks, or what is theirs. */
  isDrawn: boolean;
};
const Context = createContext<Around | null>(null);

type ProviderProps = {
  slug: string;
  /** Who looks, or `nobodyHere`: the event is asked for anew for somebody else, not at all (null) while nobody knows. */
  who: string | null;
  /** See `LiveStoreOptions`. */
  look?: LiveStoreOptions["look"];
  /** What the server has drawn of it: shown until it is live. */
  first?: LiveAnswer | null;
  children: ReactNode;
};

/** Keeps one event live for everything inside, which stays drawn when it turns out who looks. Stays while pages change. */
export function LiveEventProvider({ slug, who, look = "venue", first = null, children }: ProviderProps) {
  const [drawn, setDrawn] = useState(first);
  const store = useMemo(
    () => (who === null ? null : createLiveStore({ slug, isNobody: who === nobodyHere, look, first: drawn })),
    // What was drawn is for the first that is made; that it is used up makes none anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [who, slug, look],
  );
  // Open for as long as a page of the event is there, whoever follows it.
  useEffect(() => store?.hold(), [store]);
  const live = useLiveQuery(store);
  if (live.status === "ready" && drawn) setDrawn(null);
  const drawnView = useMemo<Live | null>(
    () => drawn && { status: "ready", state: liveStateOf(drawn, null) },
    [drawn],
  );
  const isDrawn = live.status === "loading" && drawnView !== null;
  const view = isDrawn ? drawnView : live;
  const around = useMemo(() => ({ store, view, isDrawn }), [store, view, isDrawn]);
  return (
    <Context value={around}>
      <EventZoneProvider zone={stateOf(view)?.event.timeZone ?? null}>{children}</EventZoneProvider>
    </Context>
  );
}

function useAround(): Around {
  const around = useContext(Context);
  if (around === null) throw new Error("LiveEventProvider is missing");
  return around;
}

/** The event and whether it is there yet, for whoever looks or as it was drawn for anybody; `retry` asks again. */
export function useLive(): Live & { isDrawn: boolean; retry: () => void } {
  const { store, view, isDrawn } = useAround();
  return { ...view, isDrawn, retry: () => void store?.reload() };
}

/** The event's state, where a parent shows its children only once it is there (the venue does). */
export function useLiveState(): LiveState {
  const { view } = useAround();
  if (view.status !== "ready") throw new Error("The event is not there yet");
  return view.state;
}

/** Brings all of the agenda while it is `wanted`, the days in `first` before the others; whether it is here. */
export function useWholeAgenda(wanted = true, first: readonly string[] = []): boolean {
  const { store, view } = useAround();
  const key = first.join(" ");
  // It is asked of the server for as long as this is shown.
  useEffect(() => (wanted ? store?.wantDays(key ? key.split(" ") : []) : undefined), [store, wanted, key]);
  const state = stateOf(view);
  return state !== null && isWhole(state);
}

/** Draws its children once all of the agenda is here. */
export function WholeAgenda({ loading, children }: { loading: ReactNode; children: ReactNode }) {
  return useWholeAgenda() ? children : loading;
}

/** Whether a session is in the agenda; null until that is known, which it asks for. Of one that is, what follows it is here as well. */
export function useIsInAgenda(sessionId: string): boolean | null {
  const { store } = useAround();
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
  const { data } = useAnswer(EventSpeaking, { slug: event.slug }, always);
  return useMemo(() => {
    const here = Array.from(agenda.speakers.values(), ({ userId }) => userId ?? []).flat();
    return new Set([...(data?.event.speaking ?? []), ...here]);
  }, [data, agenda.speakers]);
}

const nobody: Staff = new Map();

/** Who runs the event around this; nobody where there is none. */
export function useStaff(): Staff {
  const around = useContext(Context);
  return (around && stateOf(around.view))?.staff ?? nobody;
}

/** Stars a session: shown at once, taken back with a toast when it failed. */
export function useStar(): (sessionId: string, starred: boolean) => void {
  const { store } = useAround();
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
