"use client";

import { useApolloClient } from "@apollo/client/react";
import { useRouter } from "next/navigation";
import { useRef } from "react";

import { toast } from "@/components/ui/toast";
import { StartCallDocument } from "@/gen/graphql";
import { t } from "@/lib/i18n";
import { uuid7 } from "@/lib/ids";
import { Problem, toProblem } from "@/lib/problem";
import { createStore } from "@/lib/store";

/** The call that this page shows, so that the dock does not ring for it. */
export const shownCall = createStore<string | null>(null);

/** How a ring is answered; `nth` tells apart the times that one was rung, so that each has a page of its own. */
export type Answer = { readonly how: "camera" | "sound"; readonly nth: number };

export const callPath = (slug: string, callId: string, answer?: Answer): string =>
  `/e/${slug}/call/${callId}${answer ? `?with=${answer.how}&ring=${answer.nth}` : ""}`;

export type StartCall = (eventId: string, personIds: readonly string[]) => Promise<boolean>;

/** Rings one to three people of an event and goes to the call. Says so if it cannot be; answers whether it rings. */
export function useStartCall(): StartCall {
  const client = useApolloClient();
  const router = useRouter();
  const starting = useRef(false);
  return async (eventId, personIds) => {
    // A second tap is not a second call.
    if (starting.current) return false;
    starting.current = true;
    try {
      const { data } = await client.mutate({
        mutation: StartCallDocument,
        variables: { id: uuid7(), eventId, personIds: [...personIds] },
      });
      if (!data) throw new Problem("internal", "Something went wrong. Try again.");
      const { id, caller, event } = data.startCall;
      // Who is being rung by the very person they ring is brought into that call: ringing is answering then.
      const theirs = personIds.includes(caller.id);
      router.push(callPath(event.slug, id, theirs ? { how: "sound", nth: 1 } : undefined));
      return true;
    } catch (error) {
      const title = t("video.startFailed");
      toast({ tone: "error", key: "call-failed", title, body: toProblem(error).message });
      return false;
    } finally {
      starting.current = false;
    }
  };
}
