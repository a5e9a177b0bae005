"use client";

import type { ApolloClient } from "@apollo/client";

import {
  AnswerMatchDocument,
  MatchingDocument,
  MeetPersonDocument,
  PeopleOpenToMeetDocument,
  SetOpenToMeetDocument,
} from "@/gen/graphql";
import { ask } from "@/lib/ask";
import { createLiveQuery, stateOf, type LiveQuery, type View } from "@/lib/live-query";
import { on } from "@/lib/socket";
import { createWishes, type Wish } from "@/lib/wishes";

import {
  faceless,
  isLonely,
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
  /**
   * Shows the answer at once, and keeps it until the server has it, also over a reload; takes it back and throws the
   * Problem when it was refused.
   */
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
      const around = isLonely(answer) ? await peopleAround(client, eventId) : [];
      return (before) => matchingOf(answer, before, around ?? shownAround(before));
    },
    listen: ({ change, reload }) => {
      resume();
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
  const wishes = createWishes("meet", eventId, (key, value) => put(client, eventId, key, value));
  /** What was said before this page was loaded, and has not arrived. A refusal is no news any more. */
  const resume = () => {
    for (const [key, value] of wishes.kept())
      (key === openKey ? setOpen(value === true) : answer(key, answerOf(value))).catch(() => undefined);
  };
  const answer: MatchingStore["answer"] = async (personId, said) => {
    await query.edit({
      key: personId,
      show: (state) => withAnswer(state, personId, said),
      send: wishes.wish(personId, said),
      kept: (result) => (state) => {
        // A later one took its place.
        if (!result) return state;
        const after = withAnswer(state, personId, said);
        return result.match ? withMatch(after, result.match) : after;
      },
    });
    const state = stateOf(query.get());
    if (state?.openToMeet && waiting(state) < few) void query.reload(5_000);
  };
  const setOpen: MatchingStore["setOpen"] = async (openToMeet) => {
    await query.edit({
      key: openKey,
      show: (state) => ({ ...state, openToMeet, switching: true }),
      send: wishes.wish(openKey, openToMeet),
      kept: (result) => (state) => (result ? withOpen(state, openToMeet) : state),
    });
    if (openToMeet) await query.reload();
  };
  return { ...query, answer, setOpen };
}

/** The switch, among answers by whom they are about. */
const openKey = "open";
const answerOf = (value: Wish): Answer => (value === "accept" || value === "pass" ? value : null);

/** One wish, sent: the switch, or an answer, which may make a match. */
async function put(client: ApolloClient, eventId: string, key: string, value: Wish) {
  if (key === openKey) {
    await client.mutate({
      mutation: SetOpenToMeetDocument,
      variables: { eventId, openToMeet: value === true },
    });
    return { match: null };
  }
  const { data } = await client.mutate({
    mutation: AnswerMatchDocument,
    variables: { eventId, personId: key, answer: answerOf(value) },
  });
  return { match: data?.answerMatch ?? null };
}

/** Null when that cannot be answered: the rest is worth showing without, and who was shown stays. */
const peopleAround = (client: ApolloClient, eventId: string): Promise<readonly MeetPerson[] | null> =>
  ask(client, PeopleOpenToMeetDocument, { eventId }).then(
    ({ peopleOpenToMeet }) => peopleOpenToMeet,
    () => null,
  );

const shownAround = (before: Matching | null): MeetPerson[] =>
  before ? before.around.flatMap((id) => before.people.get(id) ?? []) : [];

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
