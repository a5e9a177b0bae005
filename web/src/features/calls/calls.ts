"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";

import { toast } from "@/components/ui/toast";
import type { CallInfoFragment } from "@/gen/graphql";
import { StartCall as StartCallOperation } from "@/gen/operations/calls";
import { t } from "@/lib/i18n";
import { uuid7 } from "@/lib/ids";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { createStore } from "@/lib/store";

import { companyOf } from "./company";
import { inCall, leaveEverywhere } from "./elsewhere";
import { mayLeaveCall } from "./leave-first";
import { answered, ongoing } from "./ongoing";
import { keptPart } from "./part";

/** The call that this page shows, so that the dock does not ring for it. */
export const shownCall = createStore<string | null>(null);

export const callPath = (slug: string, callId: string): string => `/e/${slug}/call/${callId}`;

export type StartCall = (eventId: string, personIds: readonly string[]) => Promise<boolean>;

/**
 * Rings one to three people of an event and goes to the call, or to the one that one has with them already. Says so if it
 * cannot be; answers whether one goes there.
 */
export function useStartCall(): StartCall {
  const router = useRouter();
  const starting = useRef(false);
  return async (eventId, personIds) => {
    // A second tap is not a second call.
    if (starting.current) return false;
    starting.current = true;
    try {
      const running = callWith(personIds);
      if (running) {
        router.push(callPath(running.event.slug, running.id));
        return true;
      }
      if (!(await mayLeaveCall())) return false;
      const made = uuid7();
      const { startCall } = await request(StartCallOperation, {
        id: made,
        eventId,
        personIds: [...personIds],
      });
      const { id, event } = startCall;
      // Whoever rings somebody with whom there is a call is brought into that one: by which they are rung themselves,
      // so that ringing is answering, or which they were in, and come back to as they were.
      leaveEverywhere(id);
      const kept = keptPart(id);
      if (id !== made && (!kept || kept === "left")) answered.set({ callId: id, how: "sound" });
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

/** The call that one is in with these people, and they with one. */
function callWith(personIds: readonly string[]): CallInfoFragment | null {
  const current = inCall();
  if (!current || ongoing.get()?.live.alone) return null;
  const company = companyOf(current.call, current.me);
  const same = company.length === personIds.length && company.every(({ id }) => personIds.includes(id));
  return same ? current.call : null;
}
