import type { Fault, ProblemData } from "@/gen/sockets";

import { t } from "./i18n";
import { isObject, type JsonObject } from "./json";
import { words } from "./words";

/** What the server refused (a code of the closed set), or what kept us from asking it (`offline`). */
export type ProblemCode = Fault["code"] | "offline";
export type ProblemShape = { code: ProblemCode; message: string; data?: ProblemData };

const codes: Readonly<Record<ProblemCode, true>> = {
  unauthenticated: true,
  forbidden: true,
  not_found: true,
  invalid: true,
  conflict: true,
  full: true,
  too_many: true,
  too_large: true,
  expired: true,
  outdated: true,
  unavailable: true,
  internal: true,
  offline: true,
};

/** The one error of the web. `message` may be shown to people: it is in the page's language. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly data: ProblemData;

  constructor(code: ProblemCode, message: string, data: ProblemData = {}) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.data = data;
  }

  /** As it is kept: an error's message would be left out. */
  toJSON(): ProblemShape {
    const { code, message, data } = this;
    return { code, message, data };
  }

  /** Worth trying again as it is: nothing about the request was wrong. */
  get temporary(): boolean {
    return this.code === "unavailable" || this.code === "offline" || this.code === "too_many";
  }
}

const isCode = (code: unknown): code is ProblemCode => typeof code === "string" && Object.hasOwn(codes, code);

/** Reads `{code, message, data, key, values}` from the wire; a code we do not know counts as `internal`. */
export function problemFrom(wire: unknown): Problem {
  const { code, message, data, key, values } = isObject(wire) ? wire : {};
  const english = typeof message === "string" && message ? message : t("common.wentWrong");
  const named = { ...(isObject(data) ? data : {}), ...(isObject(values) ? values : {}) };
  return new Problem(
    isCode(code) ? code : "internal",
    typeof key === "string" && key ? words({ key: `problems.${key}`, values: named }, english) : english,
    isData(data) ? data : {},
  );
}

/** Its fields are as the contract says: only the server makes it. */
const isData = (data: unknown): data is ProblemData => isObject(data);

/** The first of the errors of an answer to a GraphQL request. */
function graphQLError(error: unknown): JsonObject | null {
  const first: unknown = isObject(error) && Array.isArray(error.errors) ? error.errors[0] : null;
  return isObject(first) ? first : null;
}

/** Turns whatever was thrown (by the graph, fetch, a socket, us) into a Problem. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const first = graphQLError(error);
  if (first) {
    return problemFrom({ ...(isObject(first.extensions) ? first.extensions : {}), message: first.message });
  }
  if (error instanceof TypeError || (error instanceof Error && error.name === "AbortError"))
    return new Problem("offline", t("common.unreachable"));
  if (error instanceof Error && error.name === "TimeoutError")
    return new Problem("unavailable", t("common.slowAnswer"));
  return new Problem("internal", t("common.wentWrong"));
}
