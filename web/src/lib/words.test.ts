import { expect, it } from "vitest";

import { isolated } from "./plain";
import { problemFrom, toProblem } from "./problem";
import { words } from "./words";

it("puts keys and values into words", () => {
  const sentence = {
    key: "problems.tooLong",
    values: { what: { key: "fields.codeOfConduct" }, limit: 20000 },
  };
  expect(words(sentence, "?")).toBe("The code of conduct may have at most 20,000 characters.");
});

it("lists, days and languages are the page's own", () => {
  const far = { key: "reading.farFromEvent", values: { day: { key: "day", values: { iso: "2026-03-29" } } } };
  expect(words(far, "?")).toBe("it starts on 29 March 2026, far from the event’s own dates");
  const several = { key: "reading.severalIds", values: { ids: ["a", { key: "reading.noId" }, "c"] } };
  expect(words(several, "?")).toBe(
    "this name stands under several ids, taken for as many people: a, none and c",
  );
  const both = {
    key: "reasons.bothSpeak",
    values: { language: { key: "language", values: { tag: "pt", english: "Portuguese" } } },
  };
  expect(words(both, "?")).toBe("You both speak Portuguese");
});

it("names of people do not turn a sentence around", () => {
  const name = "ليلى";
  expect(words({ key: "reasons.needsThat", values: { name, need: "Rust" } }, "?")).toBe(
    `${isolated(name)} looks for Rust, which you offer`,
  );
});

it.each([
  ["nothing", null],
  ["a key that this page does not have", { key: "problems.noDancing" }],
  ["a namespace that it does not have", { key: "dancing.noMore", values: { step: 1 } }],
  [
    "a sentence within it that it does not have",
    { key: "problems.missing", values: { what: { key: "fields.steps" } } },
  ],
  ["a value that did not come", { key: "problems.tooLong", values: { limit: 3 } }],
  ["a value of a kind to come", { key: "problems.nobodyByEmail", values: { email: { when: 1 } } }],
  ["a day that is none", { key: "day", values: { iso: "tomorrow" } }],
])("says what the server says for %s", (_, sentence) => {
  expect(words(sentence, "In the server's words.")).toBe("In the server's words.");
});

const wire = {
  code: "too_many",
  message: "In the server's words.",
  key: "tooOften",
  data: { retryAfter: 61 },
  values: {},
};

it("a problem is said by its key, its values and its data", () => {
  expect(problemFrom(wire).message).toBe("That was too often. Try again in 61 seconds.");
  expect(problemFrom({ ...wire, key: "noDancing" }).message).toBe("In the server's words.");
  expect(problemFrom({ ...wire, key: undefined }).message).toBe("In the server's words.");
  expect(problemFrom({ ...wire, key: 7, values: "?" }).message).toBe("In the server's words.");
});

it("so is one of the graph", () => {
  const { message, ...extensions } = wire;
  expect(toProblem({ errors: [{ message, extensions }] }).message).toBe(problemFrom(wire).message);
});
