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

import { leaveEverywhere } from "./elsewhere";
import { mayLeaveCall } from "./leave-first";
import { answered } from "./ongoing";

/** The call that this page shows, so that the dock does not ring for it. */
export const shownCall = createStore<string | null>(null);

export const callPath = (slug: string, callId: string): string => `/e/${slug}/call/${callId}`;

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
      if (!(await mayLeaveCall())) return false;
      const { data } = await client.mutate({
        mutation: StartCallDocument,
        variables: { id: uuid7(), eventId, personIds: [...personIds] },
      });
      if (!data) throw new Problem("internal", "Something went wrong. Try again.");
      const { id, caller, event } = data.startCall;
      // Who is being rung by the very person they ring is brought into that call: ringing is answering then.
      leaveEverywhere();
      if (personIds.includes(caller.id)) answered.set({ callId: id, how: "sound" });
      router.push(callPath(event.slug, id));
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
