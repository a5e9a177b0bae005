import type { MatchAnswer, MatchingQuery, MeetPersonFragment } from "@/gen/graphql";
import type { AnswerPush, Match, MatchPush, OpenToMeetPush, Reason } from "@/gen/sockets";
import { words } from "@/lib/words";

export type MeetPerson = MeetPersonFragment;
export type { Reason };
export type Mutual = {
  readonly personId: string;
  readonly matchedAt: string;
  readonly reasons: readonly Reason[];
};
export type Answer = MatchAnswer | null;

/**
 * My side of the matching in one event. Everybody in `order` and `answers` has `reasons`; a face in `people` may still
 * be on its way.
 */
export type Matching = {
  eventId: string;
  openToMeet: boolean;
  /** The switch is being moved. */
  switching: boolean;
  people: ReadonlyMap<string, MeetPerson>;
  reasons: ReadonlyMap<string, readonly Reason[]>;
  /** Recommended, best first; stays in place while one is answered, so that nothing moves under the pointer. */
  order: readonly string[];
  /** Not picked, but open to meet: shown where few are picked. In their place while one is answered, too. */
  around: readonly string[];
  answers: ReadonlyMap<string, MatchAnswer>;
  mutual: readonly Mutual[];
};

export type MatchingPush =
  | { name: "match.made"; push: MatchPush }
  | { name: "match.answered"; push: AnswerPush }
  | { name: "match.open"; push: OpenToMeetPush };

/** Why two should meet, in the page's language. */
export const reasonText = ({ said, text }: Reason): string => words(said, text);

/** One card: somebody to meet, with what I said so far. */
export type MeetCard = {
  person: MeetPerson;
  reasons: readonly Reason[];
  answer: Answer;
  /** Somebody who was picked by reasons, not only somebody who is open to meet. */
  picked: boolean;
};
export type MutualCard = { person: MeetPerson; reasons: readonly Reason[]; matchedAt: string };

/** With fewer picked than this, people who are open to meet are asked for as well. */
const enough = 3;
export const isLonely = ({ matches, recommendations }: MatchingQuery): boolean =>
  matches.openToMeet && recommendations.length < enough;

/**
 * What the query answered, and who is around where few are picked; with `before`, cards that were shown already keep
 * their place.
 */
export function matchingOf(
  answer: MatchingQuery,
  before?: Matching | null,
  around: readonly MeetPerson[] = [],
): Matching {
  const { matches, recommendations } = answer;
  const cards = [...recommendations, ...matches.asked];
  const people = new Map(before?.people);
  const reasons = new Map(before?.reasons);
  for (const { personId, person } of [...cards, ...matches.mutual]) people.set(personId, person);
  for (const person of around) people.set(person.id, person);
  for (const card of cards) reasons.set(card.personId, card.reasons);
  const offered = new Set(recommendations.map((one) => one.personId));
  const asked = new Set(matches.asked.map((one) => one.personId));
  const inPlace = (shown: readonly string[] | undefined, now: ReadonlySet<string>) => {
    const kept = (shown ?? []).filter((id) => now.has(id) || asked.has(id));
    return [...kept, ...Array.from(now).filter((id) => !kept.includes(id))];
  };
  return {
    eventId: matches.eventId,
    openToMeet: matches.openToMeet,
    switching: false,
    people,
    reasons,
    order: inPlace(before?.order, offered),
    around: inPlace(before?.around, new Set(around.map((one) => one.id))),
    answers: new Map(Array.from(asked, (id) => [id, "accept"])),
    mutual: newestFirst(matches.mutual),
  };
}

/**
 * State before + push = state after; twice the same changes nothing more, and another event's is ignored. Null when it
 * was opened elsewhere: whom I could meet then has to be asked for.
 */
export function mergeMatching(state: Matching, { name, push }: MatchingPush): Matching | null {
  if (name === "match.made") return withMatch(state, push.match);
  if (push.eventId !== state.eventId) return state;
  if (name === "match.open")
    return push.openToMeet && !state.openToMeet ? null : withOpen(state, push.openToMeet);
  return withAnswer(state, push.personId, push.answer);
}

export function withMatch(state: Matching, match: Match): Matching {
  if (match.eventId !== state.eventId || isMutual(state, match.personId)) return state;
  return { ...state, mutual: newestFirst([match, ...state.mutual]) };
}

export function withAnswer(state: Matching, personId: string, answer: Answer): Matching {
  if ((state.answers.get(personId) ?? null) === answer) return state;
  return { ...state, answers: changed(state.answers, personId, answer ?? undefined) };
}

export const withOpen = (state: Matching, openToMeet: boolean): Matching =>
  state.openToMeet === openToMeet ? state : { ...state, openToMeet };

export function withPerson(state: Matching, person: MeetPerson): Matching {
  return { ...state, people: changed(state.people, person.id, person) };
}

export const isMutual = (state: Matching, personId: string): boolean =>
  state.mutual.some((one) => one.personId === personId);

/** What I said to a person. */
export const answerTo = (state: Matching, personId: string): Answer => state.answers.get(personId) ?? null;

/** The cards of "For you": nobody I set aside or matched with. Those I asked stay, marked. */
export function forYou(state: Matching): MeetCard[] {
  if (!state.openToMeet) return [];
  return cardsOf(state, state.order).filter((card) => card.answer !== "pass");
}

/** People who are open to meet, beside those picked for me. */
export function aroundMe(state: Matching): MeetCard[] {
  if (!state.openToMeet) return [];
  const others = state.around.filter((id) => !state.order.includes(id));
  return cardsOf(state, others).filter((card) => card.answer !== "pass");
}

/** Those I asked who have not answered. */
export function askedCards(state: Matching): MeetCard[] {
  return cardsOf(state, Array.from(state.answers.keys())).filter((card) => card.answer === "accept");
}

export function mutualCards(state: Matching): MutualCard[] {
  return state.mutual.flatMap(({ personId, reasons, matchedAt }) => {
    const person = state.people.get(personId);
    return person ? [{ person, reasons, matchedAt }] : [];
  });
}

/** How many of these wait for an answer. */
export const unanswered = (cards: readonly MeetCard[]): number => cards.filter((card) => !card.answer).length;

/** How many people wait for an answer of mine. */
export const waiting = (state: Matching): number => unanswered([...forYou(state), ...aroundMe(state)]);

/** Whose face is not known yet. */
export function faceless(state: Matching): string[] {
  const ids = new Set([...state.mutual.map((one) => one.personId), ...state.answers.keys()]);
  return Array.from(ids).filter((id) => !state.people.has(id) && state.answers.get(id) !== "pass");
}

function cardsOf(state: Matching, ids: readonly string[]): MeetCard[] {
  return ids.flatMap((id) => {
    const person = state.people.get(id);
    if (!person || isMutual(state, id)) return [];
    const reasons = state.reasons.get(id) ?? [];
    return [{ person, reasons, answer: answerTo(state, id), picked: reasons.length > 0 }];
  });
}

function newestFirst(mutual: readonly Mutual[]): Mutual[] {
  return [...mutual].sort(
    (a, b) => Date.parse(b.matchedAt) - Date.parse(a.matchedAt) || (a.personId < b.personId ? -1 : 1),
  );
}

function changed<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

/** "Kofi Adjei" → "Kofi" */
export const firstName = (name: string): string => name.trim().split(/\s+/u)[0] || name;
