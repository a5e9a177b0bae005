"use client";

import type { ApolloClient } from "@apollo/client";

import { toast } from "@/components/ui/toast";
import { StartCallDocument } from "@/gen/graphql";
import { t } from "@/lib/i18n";
import { uuid7 } from "@/lib/ids";
import { toProblem } from "@/lib/problem";
import { createStore } from "@/lib/store";

import { silence, type Rings } from "./rings";

/** What rings on this page. */
export const rings = createStore<Rings>(silence);

/** The call that this page shows, so that the dock does not ring for it. */
export const shownCall = createStore<string | null>(null);

type Reach = { client: ApolloClient; go: (href: string) => void };
let reach: Reach | null = null;

/** Called by the dock: how to ask, and how to go to a page. */
export function connectCalls(given: Reach): () => void {
  reach = given;
  return () => {
    if (reach === given) reach = null;
  };
}

/** How a ring is answered; `nth` tells apart the times that one was rung, so that each has a page of its own. */
export type Answer = { readonly how: "camera" | "sound"; readonly nth: number };

export const callPath = (slug: string, callId: string, answer?: Answer): string =>
  `/e/${slug}/call/${callId}${answer ? `?with=${answer.how}&ring=${answer.nth}` : ""}`;

/**
 * Rings one to three people of an event and goes to the call. Says so if it cannot be; answers whether it rings.
 * Needs a `CallDock` on the page.
 */
export async function startCall(eventId: string, personIds: readonly string[]): Promise<boolean> {
  if (!reach) return false;
  const { client, go } = reach;
  try {
    const { data } = await client.mutate({
      mutation: StartCallDocument,
      variables: { id: uuid7(), eventId, personIds: [...personIds] },
    });
    if (!data) return false;
    // Who is being rung by the very person they ring is brought into that call: ringing is answering then.
    const theirs = personIds.includes(data.startCall.caller.id);
    go(callPath(data.startCall.event.slug, data.startCall.id, theirs ? { how: "sound", nth: 1 } : undefined));
    return true;
  } catch (error) {
    toast({
      tone: "error",
      key: "call-failed",
      title: t("video.startFailed"),
      body: toProblem(error).message,
    });
    return false;
  }
}
