import type { ApolloClient } from "@apollo/client";

import { MyEventsDocument } from "@/gen/graphql";

/** The lobby of the event that is on and has the person in it; the first page where there is none, or nobody can tell. */
export async function liveLobby(client: ApolloClient, clock: () => number = Date.now): Promise<string> {
  const now = clock();
  const answer = await client
    .query({ query: MyEventsDocument, fetchPolicy: "network-only" })
    .catch(() => null);
  const live = answer?.data?.myEvents.find(
    (event) =>
      event.status === "published" && Date.parse(event.startsAt) <= now && now < Date.parse(event.endsAt),
  );
  return live ? `/e/${live.slug}/lobby` : "/";
}
