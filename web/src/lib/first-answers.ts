import { isObject, objectFrom } from "./json";

/*
 * What a page asks first can come with it: the page names its questions, and the gateway, for whoever has opened it, puts
 * the answers at its end (docs/adr/0012-first-answers.md). Each is taken once, by whom it was for, while the page is young.
 */

/** The element with the questions, and the one that the gateway puts behind it, with the answers in their order. */
export const firstQuestionsId = "first-questions";
export const firstAnswersId = "first-answers";
/** ms since the page was opened: later an answer may be too old to begin with. */
const holds = 60_000;

export type FirstQuestion = {
  documentId: string;
  operationName: string;
  variables: object;
  /** Places in the data, "event.stars": at one of them something must be, for the page to be what this person gets. */
  needs?: readonly string[];
};
type Answer = Readonly<Record<string, unknown>>;

let left: Map<string, Answer> | null = null;
let person: unknown = null;

/** The answer that came with the page, if this is one of its questions; once. */
export function takeFirstAnswer(documentId: string, variables: object, userId: string): Answer | null {
  left ??= read();
  if (left.size === 0 || userId !== person || performance.now() > holds) return null;
  const key = keyOf(documentId, variables);
  const answer = left.get(key) ?? null;
  left.delete(key);
  return answer;
}

const keyOf = (documentId: unknown, variables: unknown): string => JSON.stringify([documentId, variables]);

function read(): Map<string, Answer> {
  const found = new Map<string, Answer>();
  const questions = listIn(objectIn(firstQuestionsId)?.questions);
  const given = objectIn(firstAnswersId);
  person = given?.person ?? null;
  const answers = listIn(given?.answers);
  questions.forEach((question, i) => {
    const answer = answers[i];
    if (isObject(question) && isObject(answer))
      found.set(keyOf(question.documentId, question.variables), answer);
  });
  return found;
}

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const objectIn = (id: string) => objectFrom(document.getElementById(id)?.textContent ?? null);

/** For tests. */
export function forgetFirstAnswers(): void {
  left = null;
}
