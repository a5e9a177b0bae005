import { t } from "./i18n";
import { Problem, problemFrom, toProblem } from "./problem";
import type { Operation } from "./request";

/** Pages wait this long for their data at most, then show their failed state. */
const answerWithin = 5_000;

type Answer<D> = {
  data?: D | null;
  errors?: ReadonlyArray<{ message: string; extensions?: Record<string, unknown> }>;
};
export type ServerQueryOptions = {
  /** The request's Cookie header; by default nobody is signed in. */ cookie?: string;
};

/**
 * Asks the gateway while rendering on the server, as nobody: for what everyone may see.
 * Throws a Problem; `not_found` is for the page to turn into `notFound()`.
 */
export async function serverQuery<D, V extends object>(
  operation: Operation<D, V>,
  variables: V,
  { cookie }: ServerQueryOptions = {},
): Promise<D> {
  const origin = process.env.HALLWAY_INTERNAL_URL ?? "http://127.0.0.1:3000";
  const { name, hash } = operation;
  const body = JSON.stringify({ documentId: hash, operationName: name, variables });
  const answer = await ask<D>(`${origin}/graphql`, body, {
    ...(await visitor()),
    ...(cookie ? { cookie } : {}),
  });
  const error = answer.errors?.[0];
  if (error) throw problemFrom({ ...error.extensions, message: error.message });
  if (!answer.data) throw new Problem("internal", t("common.wentWrong"));
  return answer.data;
}

/**
 * Asks as whoever sent the request that is being answered. Null for what is not there, or not for them; throws other
 * Problems.
 */
export async function visitorQuery<D, V extends object>(
  operation: Operation<D, V>,
  variables: V,
): Promise<D | null> {
  // Not above: an index has a feature's loaders beside its components, and a browser's bundle may not name this module.
  const { headers } = await import("next/headers");
  const cookie = (await headers()).get("cookie") ?? "";
  try {
    return await serverQuery(operation, variables, { cookie }).catch((error: unknown) => {
      // A token that has just ended must not hide what everybody may see: the browser refreshes it, and asks again.
      const { code } = toProblem(error);
      if (!cookie || (code !== "expired" && code !== "unauthenticated")) throw error;
      return serverQuery(operation, variables);
    });
  } catch (error) {
    if (error instanceof Problem && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
}

/**
 * Whose page this is: the gateway says so with each page that is asked for, and wants to hear it again with what the
 * page asks. Else all visitors would be one to it, who asks very often.
 */
async function visitor(): Promise<Record<string, string>> {
  // Not above, see `visitorQuery`.
  const { headers } = await import("next/headers");
  const said = (await headers()).get("x-hallway-visitor");
  return said ? { "x-hallway-visitor": said } : {};
}

async function ask<D>(url: string, body: string, more: Record<string, string>): Promise<Answer<D>> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...more },
      body,
      cache: "no-store",
      signal: AbortSignal.timeout(answerWithin),
    });
    // The schema that answers is the one the operation's types were made from.
    return (await response.json()) as Answer<D>;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem("unavailable", "Hallway did not answer. Try again.");
    throw toProblem(error);
  }
}
