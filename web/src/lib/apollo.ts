"use client";

import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  InMemoryCache,
  ServerError,
} from "@apollo/client";
import { ErrorLink } from "@apollo/client/link/error";
import { defer, switchMap, throwError } from "rxjs";

import { wellFormed } from "./plain";
import { timedFetch } from "./server-clock";
import { freshSession, needsRefresh, refreshSession, session } from "./session";
import { update } from "./update";

/** One half of an emoji is no reason to refuse the rest. */
const asText = new ApolloLink((operation, forward) => {
  operation.variables = wellFormed(operation.variables);
  return forward(operation);
});

/** Asks as whoever is signed in: not before that is known, and not with a token that has just ended. */
const asMe = new ApolloLink((operation, forward) =>
  defer(freshSession).pipe(switchMap(() => forward(operation))),
);

/**
 * An access token lives ten minutes; when one has ended meanwhile, refresh once and ask again. A page that is too old to
 * be answered says so.
 */
const renew = new ErrorLink(({ error, operation, forward }) => {
  if (isOutdated(error)) update.set("needed");
  if (!isUnauthenticated(error) || session.get().status === "out") return;
  return defer(() => refreshSession().catch(() => null)).pipe(
    // What the retry answers is not handled here again, so this cannot loop.
    switchMap((now) => (now?.status === "in" ? forward(operation) : throwError(() => error))),
  );
});

function isOutdated(error: unknown): boolean {
  return CombinedGraphQLErrors.is(error) && error.errors.some((one) => one.extensions?.code === "outdated");
}

function isUnauthenticated(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error)) return error.errors.some((one) => needsRefresh(one.extensions?.code));
  return ServerError.is(error) && error.statusCode === 401;
}

/** A client for browsers: same origin, cookie, cache by id. `fetch` may be given for tests. */
export function makeApolloClient(options: { fetch?: typeof fetch; uri?: string } = {}): ApolloClient {
  const http = new HttpLink({
    uri: options.uri ?? "/graphql",
    credentials: "same-origin",
    fetch: options.fetch ?? timedFetch,
  });
  return new ApolloClient({
    link: ApolloLink.from([asText, asMe, renew, http]),
    cache: new InMemoryCache(),
  });
}
