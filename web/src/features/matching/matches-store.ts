"use client";

import type { ApolloClient } from "@apollo/client";

import {
  AnswerMatchDocument,
  MatchingDocument,
  MeetPersonDocument,
  SetOpenToMeetDocument,
} from "@/gen/graphql";
import { ask } from "@/lib/ask";
import { createLiveQuery, stateOf, type LiveQuery, type View } from "@/lib/live-query";
import { on } from "@/lib/socket";

import {
  faceless,
  matchingOf,
  mergeMatching,
  waiting,
  withAnswer,
  withMatch,
  withOpen,
  withPerson,
  type Answer,
  type Matching,
  type MatchingPush,
  type MeetPerson,
} from "./matches-state";

export type MatchingView = View<Matching>;
export type MatchingStore = LiveQuery<Matching> & {
  /** Shows the answer at once; takes it back and throws the Problem when it could not be kept. */
  answer: (personId: string, answer: Answer) => Promise<void>;
  setOpen: (openToMeet: boolean) => Promise<void>;
};

/** With fewer cards than this left, more are asked for. */
const few = 4;

/** My matching at one event. */
export function createMatchingStore(client: ApolloClient, eventId: string): MatchingStore {
  const faces = createFaces(client, (person) => query.change((state) => withPerson(state, person)));
  const query = createLiveQuery<Matching>({
    ask: async () => {
      faces.forget();
      const answer = await ask(client, MatchingDocument, { eventId });
      return (before) => matchingOf(answer, before);
    },
    listen: ({ change, reload }) => {
      const hear = (push: MatchingPush) => change((state) => mergeMatching(state, push));
      return [
        on("match.made", (push) => hear({ name: "match.made", push })),
        on("match.answered", (push) => hear({ name: "match.answered", push })),
        on("match.open", (push) => hear({ name: "match.open", push })),
        on("person.blocked", () => void reload()),
      ];
    },
    onState: (state) => faceless(state).forEach(faces.want),
  });
  const answer: MatchingStore["answer"] = async (personId, said) => {
    await query.edit({
      key: personId,
      show: (state) => withAnswer(state, personId, said),
      send: () =>
        client.mutate({ mutation: AnswerMatchDocument, variables: { eventId, personId, answer: said } }),
      kept: (result) => (state) => {
        const match = result.data?.answerMatch;
        const after = withAnswer(state, personId, said);
        return match ? withMatch(after, match) : after;
      },
    });
    const state = stateOf(query.get());
    if (state?.openToMeet && waiting(state) < few) void query.reload(5_000);
  };
  const setOpen: MatchingStore["setOpen"] = async (openToMeet) => {
    await query.edit({
      key: "open",
      show: (state) => ({ ...state, openToMeet, switching: true }),
      send: () => client.mutate({ mutation: SetOpenToMeetDocument, variables: { eventId, openToMeet } }),
      kept: () => (state) => withOpen(state, openToMeet),
    });
    if (openToMeet) await query.reload();
  };
  return { ...query, answer, setOpen };
}

/** Asks for faces, each once: who is gone or blocked meanwhile has no card, until the next answer of the whole. */
function createFaces(client: ApolloClient, found: (person: MeetPerson) => void) {
  const asked = new Set<string>();
  return {
    want: (id: string) => {
      if (asked.has(id)) return;
      asked.add(id);
      client.query({ query: MeetPersonDocument, variables: { id } }).then(
        ({ data }) => data && found(data.person),
        () => undefined,
      );
    },
    forget: () => asked.clear(),
  };
}
