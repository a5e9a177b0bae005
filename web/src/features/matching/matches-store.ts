"use client";

import type { ApolloClient } from "@apollo/client";

import {
  AnswerMatchDocument,
  MatchingDocument,
  MeetPersonDocument,
  SetOpenToMeetDocument,
} from "@/gen/graphql";
import { toProblem, type Problem } from "@/lib/problem";
import { on, onResync } from "@/lib/socket";
import { createStore, type Store } from "@/lib/store";

import {
  answerTo,
  faceless,
  isMutual,
  matchingOf,
  mergeMatching,
  waiting,
  withAnswer,
  withIntent,
  withMatch,
  withPerson,
  type Answer,
  type Matching,
  type MatchingPush,
} from "./matches-state";

export type MatchingView =
  | { status: "loading" }
  | { status: "failed"; problem: Problem }
  | { status: "ready"; state: Matching; /** The switch is being moved. */ switching: boolean };

export type MatchingStore = Store<MatchingView> & {
  open: () => () => void;
  /** Asks again; what is shown stays meanwhile. Does nothing if it was asked within `maxAge` ms. */
  reload: (maxAge?: number) => Promise<void>;
  /** Shows the answer at once; takes it back and throws the Problem when it could not be kept. */
  answer: (personId: string, answer: Answer) => Promise<void>;
  setOpen: (openToMeet: boolean) => Promise<void>;
  /** Hears of each new match, once. */
  onMatch: (listener: (personId: string) => void) => () => void;
};

/** With fewer cards than this left, more are asked for. */
const few = 4;
const loading: MatchingView = { status: "loading" };

/** My matching at one event, asked for once, then kept true by pushes. */
export function createMatchingStore(client: ApolloClient, eventId: string): MatchingStore {
  const store = createStore<MatchingView>(loading);
  const listeners = new Set<(personId: string) => void>();
  const queues = new Map<string, Promise<void>>();
  const fetching = new Set<string>();
  /** What came while the query was under way: merged into its answer, which may be older or newer. */
  let early: MatchingPush[] | null = null;
  let asked = 0;
  let askedAt = 0;
  let switching: boolean | null = null;

  const state = () => {
    const view = store.get();
    return view.status === "ready" ? view.state : null;
  };
  const show = (next: Matching) => {
    const shown = switching === null ? next : { ...next, openToMeet: switching };
    store.set({ status: "ready", state: shown, switching: switching !== null });
    for (const id of faceless(next)) void face(id);
  };
  const change = (edit: (before: Matching) => Matching) => {
    const before = state();
    if (!before) return;
    const after = edit(before);
    if (after === before) return;
    show(after);
    for (const { personId } of after.mutual)
      if (!isMutual(before, personId)) for (const listener of Array.from(listeners)) listener(personId);
  };
  const face = async (id: string) => {
    if (fetching.has(id)) return;
    fetching.add(id);
    try {
      const { data } = await client.query({ query: MeetPersonDocument, variables: { id } });
      if (data) change((before) => withPerson(before, data.person));
    } catch {
      // Gone or blocked meanwhile: no card without a face. The next reload tells.
    } finally {
      fetching.delete(id);
    }
  };
  const hear = (push: MatchingPush) => {
    early?.push(push);
    change((before) => mergeMatching(before, push));
    if (push.name === "match.open" && push.push.openToMeet) void reload();
  };
  const reload = async (maxAge = 0) => {
    if (maxAge && Date.now() - askedAt < maxAge) return;
    const turn = ++asked;
    askedAt = Date.now();
    early = [];
    if (store.get().status === "failed") store.set(loading);
    try {
      const { data } = await client.query({
        query: MatchingDocument,
        variables: { eventId },
        fetchPolicy: "no-cache",
      });
      if (turn !== asked || !data) return;
      let next = matchingOf(data, state());
      for (const push of early) next = mergeMatching(next, push);
      if (state()) change(() => next);
      else show(next);
    } catch (error) {
      // What is shown stays: it is old, not wrong, and the next resync asks again.
      askedAt = 0;
      if (turn === asked && !state()) store.set({ status: "failed", problem: toProblem(error) });
    } finally {
      if (turn === asked) early = null;
    }
  };
  const send = async (personId: string, answer: Answer) => {
    try {
      const { data } = await client.mutate({
        mutation: AnswerMatchDocument,
        variables: { eventId, personId, answer },
      });
      const match = data?.answerMatch;
      change((before) => {
        const kept = withAnswer(before, personId, answer);
        return match ? withMatch(kept, match) : kept;
      });
    } catch (error) {
      change((before) => withIntent(before, personId, undefined));
      throw toProblem(error);
    }
    // Unless I have changed my mind again since.
    change((before) =>
      answerTo(before, personId) === answer ? withIntent(before, personId, undefined) : before,
    );
    const after = state();
    if (after?.openToMeet && waiting(after) < few) void reload(5_000);
  };
  /** One after the other for each person, so that an undo never overtakes what it undoes. */
  const answer = (personId: string, said: Answer) => {
    change((before) => withIntent(before, personId, said));
    const turn = (queues.get(personId) ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => send(personId, said));
    queues.set(personId, turn);
    return turn;
  };
  const setOpen = async (openToMeet: boolean) => {
    const before = state()?.openToMeet ?? !openToMeet;
    switching = openToMeet;
    change((now) => ({ ...now, openToMeet }));
    try {
      await client.mutate({ mutation: SetOpenToMeetDocument, variables: { eventId, openToMeet } });
      switching = null;
      change((now) => ({ ...now, openToMeet }));
      if (openToMeet) await reload();
    } catch (error) {
      switching = null;
      change((now) => ({ ...now, openToMeet: before }));
      throw toProblem(error);
    }
  };
  const open = () => {
    const stops = [
      on("match.made", (push) => hear({ name: "match.made", push })),
      on("match.answered", (push) => hear({ name: "match.answered", push })),
      on("match.open", (push) => push.eventId === eventId && hear({ name: "match.open", push })),
      on("person.blocked", () => void reload()),
      onResync(() => void reload()),
    ];
    void reload();
    return () => {
      asked++;
      for (const stop of stops) stop();
    };
  };
  const onMatch = (listener: (personId: string) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { ...store, open, reload, answer, setOpen, onMatch };
}
