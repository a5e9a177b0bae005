import type { Fault, ProblemData } from "@/gen/sockets";

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

/** The one error of the web. `message` may be shown to people. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly data: ProblemData;

  constructor(code: ProblemCode, message: string, data: ProblemData = {}) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.data = data;
  }

  /** Worth trying again as it is: nothing about the request was wrong. */
  get temporary(): boolean {
    return this.code === "unavailable" || this.code === "offline" || this.code === "too_many";
  }
}

const isCode = (code: unknown): code is ProblemCode => typeof code === "string" && Object.hasOwn(codes, code);

/** Reads `{code, message, data}` from the wire; a code we do not know counts as `internal`. */
export function problemFrom(wire: unknown): Problem {
  const shape = (typeof wire === "object" && wire !== null ? wire : {}) as Partial<ProblemShape>;
  const message =
    typeof shape.message === "string" && shape.message ? shape.message : "Something went wrong.";
  return new Problem(isCode(shape.code) ? shape.code : "internal", message, shape.data ?? {});
}

type GraphQLErrors = { errors?: ReadonlyArray<{ message: string; extensions?: Record<string, unknown> }> };

/** Turns whatever was thrown (Apollo, fetch, socket, ours) into a Problem. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const first = (error as GraphQLErrors | null)?.errors?.[0];
  if (first) {
    const { code, data } = first.extensions ?? {};
    return problemFrom({ code, message: first.message, data });
  }
  if (error instanceof TypeError || (error instanceof Error && error.name === "AbortError"))
    return new Problem("offline", "Hallway cannot be reached. Check your connection and try again.");
  if (error instanceof Error && error.name === "TimeoutError")
    return new Problem("unavailable", "Hallway took too long to answer. Try again.");
  return new Problem("internal", "Something went wrong. Try again.");
}
