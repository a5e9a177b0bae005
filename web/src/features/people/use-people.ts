"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { usePresence } from "@/features/live-event";
import { EventPeople, FindPeople } from "@/gen/operations/people";
import { useDebounced, useLatest } from "@/lib/hooks";
import { toProblem, type Problem } from "@/lib/problem";
import { request } from "@/lib/request";
import { usePush, useResync } from "@/lib/socket";
import { useAnswer, useLast } from "@/lib/use-answer";

import { pageSize, withPage, type PersonRow } from "./people-state";

export type People = {
  people: readonly PersonRow[];
  /** Not yet in the order in which it is shown. */
  loading: boolean;
  problem: Problem | null;
  /** Asks for the next people (or again, after a failure); undefined when these are all. */
  more?: () => void;
};

/** How many are asked for by themselves, so that who is here can stand first; the rest by a button. */
const byItself = 5 * pageSize;
/** A rush at the door is one more look at the list, not hundreds; in ms. */
const newcomersWait = 2_000;

type Walk = { after: string | null; walked: number; turn: number };
const start: Walk = { after: null, walked: 0, turn: 0 };

/**
 * Everybody registered, page by page; walked through again after each break of the connection, and when somebody is
 * here whom this page does not know.
 */
export function useEventPeople(eventId: string): People {
  const [people, setPeople] = useState<readonly PersonRow[]>([]);
  const [walk, setWalk] = useState(start);
  const [next, setNext] = useState<Omit<Walk, "turn"> | null | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | null>(null);
  const go = useCallback((to: Omit<Walk, "turn">) => setWalk(({ turn }) => ({ ...to, turn: turn + 1 })), []);
  // Each step of the walk asks for its page; an answer to a step that is left counts for nothing.
  useEffect(() => {
    let stale = false;
    const load = async () => {
      try {
        const { attendees: page } = await request(EventPeople, { eventId, after: walk.after });
        if (stale) return;
        const walked = walk.walked + page.length;
        setPeople((known) => withPage(known, page));
        setProblem(null);
        const following = page.length < pageSize ? null : { after: page.at(-1)?.id ?? null, walked };
        // Drawn when it stands: with each page others would come first, and everybody would move.
        if (following && walked < byItself) go(following);
        else setNext(following);
      } catch (error) {
        if (!stale) setProblem(toProblem(error));
      }
    };
    void load();
    return () => {
      stale = true;
    };
  }, [eventId, walk, go]);
  useResync(() => go(start));
  usePush("person.blocked", ({ personId, blocked }) => {
    if (blocked) setPeople((known) => known.filter((person) => person.id !== personId));
    else go(start);
  });
  useNewcomers(people, next !== undefined, () => go(start));
  return {
    people,
    loading: next === undefined && !problem,
    problem: people.length ? null : problem,
    more: problem ? () => go(walk) : next ? () => go(next) : undefined,
  };
}

/** Calls back when people are here whom the list does not know, once for the same people. */
function useNewcomers(people: readonly PersonRow[], loaded: boolean, look: () => void): void {
  const { people: here } = usePresence();
  const latest = useLatest(look);
  const asked = useRef("");
  // Asks for who came meanwhile; a rush is one question.
  useEffect(() => {
    if (!loaded) return;
    const known = new Set(people.map((person) => person.id));
    const strangers = Array.from(here).filter((id) => !known.has(id));
    const key = strangers.sort().join();
    if (!key || key === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = key;
      latest.current();
    }, newcomersWait);
    return () => clearTimeout(timer);
  }, [here, people, loaded, latest]);
}

/** Typing pauses this long before the server is asked, in ms. */
const pause = 150;

/** People who fit the words; null while there are none to look for. */
export function useFoundPeople(
  eventId: string,
  text: string,
): { people: readonly PersonRow[] | null; searching: boolean; problem: Problem | null } {
  const wanted = text.trim();
  const asked = useDebounced(wanted, pause);
  const { data, problem, loading } = useAnswer(FindPeople, asked ? { eventId, text: asked } : null);
  const last = useLast(data);
  const people = wanted ? (last?.searchPeople ?? []) : null;
  return {
    people,
    searching: Boolean(wanted) && (loading || asked !== wanted),
    problem: wanted ? problem : null,
  };
}
