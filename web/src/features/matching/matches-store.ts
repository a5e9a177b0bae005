"use client";

import {
  AnswerMatch,
  Matching as MatchingOperation,
  MeetPerson as MeetPersonOperation,
  PeopleOpenToMeet,
  SetOpenToMeet,
} from "@/gen/operations/matching";
import { createLiveQuery, stateOf, type LiveQuery, type View } from "@/lib/live-query";
import { request } from "@/lib/request";
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
export function createMatchingStore(eventId: string): MatchingStore {
  const faces = createFaces((person) => query.change((state) => withPerson(state, person)));
  const query = createLiveQuery<Matching>({
    ask: async () => {
      faces.forget();
      const answer = await request(MatchingOperation, { eventId });
      const around = isLonely(answer) ? await peopleAround(eventId) : [];
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
  const wishes = createWishes("meet", eventId, (key, value) => put(eventId, key, value));
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
async function put(eventId: string, key: string, value: Wish) {
  if (key === openKey) {
    await request(SetOpenToMeet, { eventId, openToMeet: value === true });
    return { match: null };
  }
  const { answerMatch } = await request(AnswerMatch, { eventId, personId: key, answer: answerOf(value) });
  return { match: answerMatch };
}

/** Null when that cannot be answered: the rest is worth showing without, and who was shown stays. */
const peopleAround = (eventId: string): Promise<readonly MeetPerson[] | null> =>
  request(PeopleOpenToMeet, { eventId }).then(
    ({ peopleOpenToMeet }) => peopleOpenToMeet,
    () => null,
  );

const shownAround = (before: Matching | null): MeetPerson[] =>
  before ? before.around.flatMap((id) => before.people.get(id) ?? []) : [];

/** Asks for faces, each once: who is gone or blocked meanwhile has no card, until the next answer of the whole. */
function createFaces(found: (person: MeetPerson) => void) {
  const asked = new Set<string>();
  return {
    want: (id: string) => {
      if (asked.has(id)) return;
      asked.add(id);
      request(MeetPersonOperation, { id }).then(
        ({ person }) => found(person),
        () => undefined,
      );
    },
    forget: () => asked.clear(),
  };
}
