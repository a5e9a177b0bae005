import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { firstAnswersId, firstQuestionsId, forgetFirstAnswers, takeFirstAnswer } from "./first-answers";

const questions = [
  { documentId: "a", operationName: "A", variables: { slug: "x" } },
  { documentId: "b", operationName: "B", variables: {} },
];
const answer = { data: { a: 1 } };

function page(given: unknown, asked: unknown = { questions }): void {
  document.body.replaceChildren(
    ...[[firstQuestionsId, asked] as const, [firstAnswersId, given] as const].map(([id, content]) => {
      const script = document.createElement("script");
      script.id = id;
      script.type = "application/json";
      script.textContent = typeof content === "string" ? content : JSON.stringify(content);
      return script;
    }),
  );
}

beforeEach(() => forgetFirstAnswers());
afterEach(() => vi.restoreAllMocks());

it("gives what came with the page once, to whom it was for", () => {
  page({ person: "me", answers: [answer, null] });
  expect(takeFirstAnswer("a", { slug: "x" }, "somebody else")).toBeNull();
  expect(takeFirstAnswer("a", { slug: "y" }, "me")).toBeNull();
  expect(takeFirstAnswer("b", {}, "me")).toBeNull();
  expect(takeFirstAnswer("a", { slug: "x" }, "me")).toEqual(answer);
  expect(takeFirstAnswer("a", { slug: "x" }, "me")).toBeNull();
});

it("gives nothing that is old", () => {
  page({ person: "me", answers: [answer] });
  vi.spyOn(performance, "now").mockReturnValue(61_000);
  expect(takeFirstAnswer("a", { slug: "x" }, "me")).toBeNull();
});

it.each([
  ["a page without any", () => document.body.replaceChildren()],
  ["half a page", () => page("[{")],
  ["answers to nothing", () => page({ person: "me", answers: [answer] }, { questions: "?" })],
  ["answers of another shape", () => page({ person: "me", answers: { 0: answer } })],
  ["answers for nobody", () => page({ answers: [answer] })],
])("gives nothing on %s", (_, draw) => {
  draw();
  expect(takeFirstAnswer("a", { slug: "x" }, "me")).toBeNull();
});
