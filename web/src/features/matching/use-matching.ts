"use client";

import { toast } from "@/components/ui/toast";
import { t } from "@/lib/i18n";
import { personalKey } from "@/lib/personal";
import { toProblem } from "@/lib/problem";
import { useUser } from "@/lib/session";
import { createStore } from "@/lib/store";
import { perPerson, useLiveQuery } from "@/lib/use-live-query";
import { useStore } from "@/lib/use-store";

import type { Answer } from "./matches-state";
import { createMatchingStore, type MatchingStore, type MatchingView } from "./matches-store";

const useMatchingStore = perPerson(createMatchingStore);

/** My matching at an event; `loading` while nobody is signed in. The store is null then. */
export function useMatching(eventId: string): { view: MatchingView; store: MatchingStore | null } {
  const store = useMatchingStore(eventId);
  return { view: useLiveQuery(store), store };
}

/** Says yes, not now, or takes it back (null): shown at once; a failure says why and offers to try again. */
export function useAnswer(eventId: string): (person: { id: string; name: string }, answer: Answer) => void {
  const { store } = useMatching(eventId);
  return function say(person, answer) {
    store?.answer(person.id, answer).catch((error: unknown) => {
      const problem = toProblem(error);
      toast({
        tone: "error",
        key: `answer-${person.id}`,
        title: t("matches.answerFailed", { name: person.name }),
        body: problem.message,
        action:
          problem.code === "not_found"
            ? undefined
            : { label: t("common.retry"), run: () => say(person, answer) },
      });
    });
    if (answer === "pass")
      toast({
        key: `answer-${person.id}`,
        title: t("matches.setAside", { name: person.name }),
        action: { label: t("common.undo"), run: () => say(person, null) },
      });
  };
}

/** The open-to-meet switch, as the venue's frame takes it; undefined until it is known. */
export function useOpenToMeet(
  eventId: string,
): { on: boolean; onChange: (on: boolean) => void; pending: boolean } | undefined {
  const { view, store } = useMatching(eventId);
  if (view.status !== "ready" || !store) return undefined;
  const onChange = (on: boolean) => {
    store.setOpen(on).catch((error: unknown) =>
      toast({
        tone: "error",
        key: "open-to-meet",
        title: t("matches.openFailed"),
        body: toProblem(error).message,
        action: { label: t("common.retry"), run: () => onChange(on) },
      }),
    );
  };
  return { on: view.state.openToMeet, onChange, pending: view.state.switching };
}

const seen = createStore(0);
const seenKey = (userId: string, eventId: string) => personalKey("matches", userId, eventId);

function lastSeen(userId: string, eventId: string): number {
  try {
    return Number(localStorage.getItem(seenKey(userId, eventId))) || 0;
  } catch {
    return 0;
  }
}

/** The matches that are there now have been looked at. */
export function markSeen(userId: string, eventId: string, at: number): void {
  try {
    localStorage.setItem(seenKey(userId, eventId), String(at));
  } catch {
    // Not kept: the pill shows again after a reload.
  }
  seen.set(at);
}

/** How many people said yes as well since I last looked at my matches: the pill in the rail. */
export function useMatchCount(eventId: string): number {
  const { view } = useMatching(eventId);
  const userId = useUser()?.id;
  useStore(seen, 0);
  if (view.status !== "ready" || !userId) return 0;
  const since = lastSeen(userId, eventId);
  return view.state.mutual.filter((one) => Date.parse(one.matchedAt) > since).length;
}
