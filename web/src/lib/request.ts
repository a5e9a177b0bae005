"use client";

import { takeFirstAnswer } from "./first-answers";
import { t } from "./i18n";
import { isObject } from "./json";
import { wellFormed } from "./plain";
import { Problem, toProblem } from "./problem";
import { timedFetch } from "./server-clock";
import { freshSession, needsRefresh, refreshSession, session } from "./session";
import { bringProblems, refusal } from "./texts";
import { update } from "./update";

/*
 * Asking the graph, by the hash of what is asked: no text of a document leaves a page. What several show, and what is
 * come back to, is asked by `useAnswer` (`lib/use-answer`), which asks by this.
 */

/** What may be asked, as `npm run codegen` writes it down (`gen/operations.ts`). */
export type Operation<D, V> = {
  readonly name: string;
  /** SHA-256 of its text in `contract/documents.json`. */
  readonly hash: string;
  /** For the compiler alone. */
  readonly types?: (variables: V) => D;
};
export type Answer = Readonly<Record<string, unknown>>;
export type Asking = {
  /** These are for tests. */ fetch?: typeof fetch;
  uri?: string;
  signal?: AbortSignal;
};

/** Asks, without any cache; throws a Problem. */
export async function request<D, V extends object>(
  operation: Operation<D, V>,
  variables: V,
  asking?: Asking,
): Promise<D> {
  const answer = await send(operation, variables, asking).catch((error: unknown) => {
    throw toProblem(error);
  });
  if (codesOf(answer).length > 0) throw toProblem(answer);
  if (!isObject(answer.data)) throw new Problem("internal", t("common.wentWrong"));
  // By the contract: the types were made from the schema that answers.
  return answer.data as D;
}

/**
 * Asks as whoever is signed in: not before that is known, and not with a token that has just ended. One lives ten minutes;
 * when it has ended meanwhile, refreshes once and asks again. A page that is too old to be answered says so. What came
 * with the page is not asked again.
 */
export async function send(
  operation: Operation<unknown, never>,
  variables: object,
  asking?: Asking,
): Promise<Answer> {
  const who = await freshSession();
  const given = who.status === "in" ? takeFirstAnswer(operation.hash, variables, who.user.id) : null;
  if (given) return given;
  const first = await post(operation, variables, asking);
  if (codesOf(first).length > 0) await bringProblems();
  if (codesOf(first).includes("outdated")) update.set("needed");
  if (!codesOf(first).some(needsRefresh) || session.get().status === "out") return first;
  const now = await refreshSession().catch(() => null);
  // What the second answer says is final, so this cannot loop.
  return now?.status === "in" ? post(operation, variables, asking) : first;
}

const codesOf = ({ errors }: Answer): unknown[] =>
  (Array.isArray(errors) ? errors : []).map((one: unknown) =>
    isObject(one) && isObject(one.extensions) ? one.extensions.code : null,
  );

async function post(
  { name, hash }: Operation<unknown, never>,
  variables: object,
  { uri = "/graphql", fetch = timedFetch, signal }: Asking = {},
): Promise<Answer> {
  const response = await fetch(uri, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json;q=0.9",
    },
    // One half of an emoji is no reason to refuse the rest.
    body: JSON.stringify({ documentId: hash, operationName: name, variables: wellFormed(variables) }),
    signal,
  });
  const answer: unknown = await response.json().catch(() => null);
  if (isObject(answer) && ("data" in answer || "errors" in answer)) return answer;
  // Not the graph: the gateway itself refused it, or something before it did.
  if (isObject(answer) && answer.error) throw await refusal(answer.error);
  if (response.status === 401) return { errors: [{ extensions: { code: "unauthenticated" } }] };
  throw new Problem(
    response.status >= 500 ? "unavailable" : "internal",
    t(response.status >= 500 ? "common.slowAnswer" : "common.wentWrong"),
  );
}
