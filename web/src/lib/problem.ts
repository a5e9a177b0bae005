/**
 * The one error of the web: what the server refused (a code of the closed set) or what kept us from asking it
 * (`offline`). `message` may be shown to people.
 */
export const problemCodes = [
  "unauthenticated",
  "forbidden",
  "not_found",
  "invalid",
  "conflict",
  "full",
  "too_many",
  "too_large",
  "expired",
  "unavailable",
  "internal",
  "offline",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export type ProblemShape = { code: string; message: string; data?: Record<string, unknown> | null };

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, message: string, data: Record<string, unknown> = {}) {
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

const known: ReadonlySet<string> = new Set(problemCodes);

function isCode(code: unknown): code is ProblemCode {
  return typeof code === "string" && known.has(code);
}

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
    const { code, data, ...rest } = first.extensions ?? {};
    const extra = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : rest;
    return problemFrom({ code, message: first.message, data: extra });
  }
  if (error instanceof TypeError || (error instanceof Error && error.name === "AbortError"))
    return new Problem("offline", "Hallway cannot be reached. Check your connection and try again.");
  if (error instanceof Error && error.name === "TimeoutError")
    return new Problem("unavailable", "Hallway took too long to answer. Try again.");
  return new Problem("internal", "Something went wrong. Try again.");
}
