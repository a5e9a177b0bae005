import { expect, it } from "vitest";

import {
  divided,
  mayChange,
  whoIsHere,
  wholeEvent,
  withChoices,
  withPeople,
  type Choice,
} from "./people-state";

const person = (id: string, name = id) => ({ id, name, headline: "" });

it("knows nobody twice", () => {
  expect(withPeople([person("a", "Old"), person("b")], [person("a", "New"), person("c")])).toEqual([
    person("a", "New"),
    person("b"),
    person("c"),
  ]);
});

it("says who is here, and how many it cannot name", () => {
  const known = [person("b", "Bo"), person("a", "Ada"), person("c", "Cy"), person("a", "Ada")];
  expect(whoIsHere(known, new Set(["a", "b", "x", "y"]))).toEqual({
    people: [person("a", "Ada"), person("b", "Bo")],
    others: 2,
  });
});

const holding = (...roles: Parameters<typeof wholeEvent>[0][]) => ({ roles: roles.map(wholeEvent) });

it("leaves owners to owners", () => {
  expect(mayChange(holding("owner"), holding("owner"), "organiser")).toBe(true);
  expect(mayChange(holding("organiser"), holding("owner"), "attendee")).toBe(false);
  expect(mayChange(holding("organiser"), holding("speaker", "owner"), "judge")).toBe(false);
  expect(mayChange(holding("organiser"), null, "owner")).toBe(false);
  expect(mayChange(holding("organiser"), holding("judge"), "organiser")).toBe(true);
});

it("puts what was chosen over what is known, one after the other", () => {
  const onStage = { role: "moderator", scope: { kind: "stage", id: "s" } } as const;
  const known = new Map([["a", [wholeEvent("speaker"), onStage]]]);
  const roles = (...choices: Choice[]) => Object.fromEntries(withChoices(known, choices));
  const choose = (personId: string, held: Choice["held"], on: boolean) => ({ personId, held, on });
  expect(roles()).toEqual({ a: [wholeEvent("speaker"), onStage] });
  expect(roles(choose("a", wholeEvent("moderator"), true), choose("b", wholeEvent("judge"), true))).toEqual({
    a: [onStage, wholeEvent("moderator"), wholeEvent("speaker")],
    b: [wholeEvent("judge")],
  });
  const speaker = wholeEvent("speaker");
  expect(roles(choose("a", speaker, false), choose("a", onStage, false)).a).toEqual([]);
  expect(roles(choose("a", speaker, false), choose("a", speaker, true)).a).toEqual([onStage, speaker]);
});

it("shows a role that was given to somebody as an invitation until the server says that they hold it", () => {
  const [speaker, judge] = [wholeEvent("speaker"), wholeEvent("judge")];
  const told = new Map([["a", [speaker]]]);
  const asked = new Map([["a", [speaker, judge]]]);
  const chosen = withChoices(asked, [{ personId: "b", held: judge, on: true }]);
  const { held, invited } = divided(chosen, told);
  expect([held.get("a"), invited.get("a")]).toEqual([[speaker], [judge]]);
  expect([held.get("b"), invited.get("b")]).toEqual([[], [judge]]);
});
