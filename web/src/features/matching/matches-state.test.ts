import { describe, expect, it } from "vitest";

import type { MatchingQuery } from "@/gen/graphql";

import {
  aroundMe,
  askedCards,
  faceless,
  forYou,
  isLonely,
  matchingOf,
  mergeMatching,
  mutualCards,
  waiting,
  withOpen,
  withPerson,
  type Matching,
  type MatchingPush,
} from "./matches-state";

const event = "e1";
const person = (id: string) => ({ id, name: `Person ${id}`, headline: "", location: "" });
const card = (id: string) => ({
  personId: id,
  person: person(id),
  reasons: [{ kind: "shared" as const, text: `why ${id}`, said: null }],
});
const answer = (ids: string[], asked: string[] = [], open = true): MatchingQuery => ({
  matches: { eventId: event, openToMeet: open, asked: asked.map(card), mutual: [] },
  recommendations: ids.map(card),
});
const said = (personId: string, what: "accept" | "pass" | null, eventId = event): MatchingPush => ({
  name: "match.answered",
  push: { eventId, personId, answer: what },
});
const made = (personId: string, matchedAt = "2026-11-21T10:00:00Z", eventId = event): MatchingPush => ({
  name: "match.made",
  push: { match: { eventId, personId, matchedAt, reasons: [] } },
});
const ids = (cards: ReadonlyArray<{ person: { id: string } }>) => cards.map((one) => one.person.id);
const start = () => matchingOf(answer(["a", "b", "c"], ["z"]));
const after = (state: Matching, ...pushes: MatchingPush[]) =>
  pushes.reduce(
    (known, push) => mergeMatching(known, push) ?? expect.unreachable("must be asked for"),
    state,
  );

describe("my matching", () => {
  it("shows who is recommended and whom I asked", () => {
    expect(ids(forYou(start()))).toEqual(["a", "b", "c"]);
    expect(ids(askedCards(start()))).toEqual(["z"]);
    expect(forYou(matchingOf(answer(["a"], [], false)))).toEqual([]);
  });

  it("keeps an asked card in its place, takes a passed one away, and gives it back", () => {
    const asked = after(start(), said("b", "accept"));
    expect(ids(forYou(asked))).toEqual(["a", "b", "c"]);
    expect(waiting(asked)).toBe(2);
    expect(ids(askedCards(asked))).toEqual(["z", "b"]);
    const passed = after(asked, said("a", "pass"));
    expect(ids(forYou(passed))).toEqual(["b", "c"]);
    expect(ids(forYou(after(passed, said("a", null), said("b", null))))).toEqual(["a", "b", "c"]);
  });

  it("ends the same whichever of answer and match comes first, and when both come twice", () => {
    const one = after(start(), said("b", "accept"), made("b"));
    const other = after(start(), made("b"), said("b", "accept"), made("b"), said("b", "accept"));
    for (const state of [one, other]) {
      expect(ids(mutualCards(state))).toEqual(["b"]);
      expect(ids(forYou(state))).toEqual(["a", "c"]);
      expect(ids(askedCards(state))).toEqual(["z"]);
    }
  });

  it("ignores another event", () => {
    const state = start();
    expect(after(state, said("a", "pass", "e2"), made("b", undefined, "e2"))).toBe(state);
    expect(after(state, { name: "match.open", push: { eventId: "e2", openToMeet: false } })).toBe(state);
  });

  it("asks again when it was opened elsewhere: nobody was recommended until then", () => {
    const open: MatchingPush = { name: "match.open", push: { eventId: event, openToMeet: true } };
    expect(mergeMatching(start(), open)).toEqual(start());
    expect(mergeMatching(withOpen(start(), false), open)).toBeNull();
  });

  it("keeps places over a reload, puts new people last, and drops who is gone", () => {
    const before = after(start(), said("b", "accept"));
    const again = matchingOf(answer(["d", "c", "a"], ["z", "b"]), before);
    expect(ids(forYou(again))).toEqual(["a", "b", "c", "d"]);
    expect(ids(forYou(matchingOf(answer(["c"]), again)))).toEqual(["c"]);
  });

  it("shows who is around beside those picked, in place when asked, and none of them twice", () => {
    expect(isLonely(answer(["a", "b"]))).toBe(true);
    expect(isLonely(answer(["a", "b", "c"]))).toBe(false);
    expect(isLonely(answer([], [], false))).toBe(false);
    const first = matchingOf(answer(["a"]), null, [person("x"), person("a"), person("y")]);
    expect(ids(forYou(first))).toEqual(["a"]);
    expect(ids(aroundMe(first))).toEqual(["x", "y"]);
    expect(aroundMe(first).every((card) => !card.picked)).toBe(true);
    const asked = matchingOf(answer(["a"], ["x"]), after(first, said("x", "accept")), [person("y")]);
    expect(aroundMe(asked).map((card) => [card.person.id, card.answer])).toEqual([
      ["x", "accept"],
      ["y", null],
    ]);
    expect(waiting(asked)).toBe(2);
    expect(ids(aroundMe(after(asked, said("y", "pass"))))).toEqual(["x"]);
  });

  it("waits for the face of somebody it does not know; the newest match stands first", () => {
    const state = after(start(), made("b"), made("x", "2026-11-21T11:00:00Z"));
    expect(faceless(state)).toEqual(["x"]);
    expect(ids(mutualCards(state))).toEqual(["b"]);
    expect(ids(mutualCards(withPerson(state, person("x"))))).toEqual(["x", "b"]);
  });
});
