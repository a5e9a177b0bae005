import { expect, it } from "vitest";

import { mayGive, whoIsHere, withPeople } from "./organise-people-state";

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

it("leaves owners to owners", () => {
  expect(mayGive("owner", "owner", "organiser")).toBe(true);
  expect(mayGive("organiser", "owner", "attendee")).toBe(false);
  expect(mayGive("organiser", null, "owner")).toBe(false);
  expect(mayGive("organiser", "judge", "organiser")).toBe(true);
});
