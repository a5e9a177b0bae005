"use client";

import { ApolloClient, ApolloLink, InMemoryCache, Observable } from "@apollo/client";

import { operationOf } from "./operation";
import { send, type Asking } from "./request";
import { session, type Session } from "./session";

let shared: ApolloClient | null = null;

/**
 * The client of this browser, made by what first asks through it: pages for everybody do without (`lib/ask`). On the
 * server, where nothing is asked through it, everybody gets one of their own.
 */
export function apolloClient(): ApolloClient {
  if (typeof window === "undefined") return makeApolloClient();
  if (shared) return shared;
  const client = (shared = makeApolloClient());
  let before = session.get();
  session.subscribe(() => {
    const next = session.get();
    const last = before;
    if (next.status === "unknown") return;
    before = next;
    // Before it is known who asks, nothing is asked: see `send`.
    if (last.status === "unknown" || idOf(next) === idOf(last)) return;
    // Somebody else (or nobody) from here on: nothing of the one before may show.
    const asked = last.status === "in" ? client.clearStore() : client.refetchObservableQueries();
    // A page that is left meanwhile wants no answer.
    asked.catch(() => undefined);
  });
  return client;
}

const idOf = (current: Session) => (current.status === "in" ? current.user.id : null);

/** A client for browsers: same origin, cookie, cache by id. `asking` is for tests. */
export function makeApolloClient(asking: Asking = {}): ApolloClient {
  const link = new ApolloLink(
    ({ query, variables }) =>
      new Observable((observer) => {
        const stop = new AbortController();
        send(operationOf(query), variables, { ...asking, signal: stop.signal }).then(
          (answer) => {
            observer.next(answer);
            observer.complete();
          },
          (error: unknown) => observer.error(error),
        );
        return () => stop.abort();
      }),
  );
  return new ApolloClient({ link, cache: new InMemoryCache() });
}
