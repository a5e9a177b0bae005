"use client";

import { useRouter } from "next/navigation";

import type { CallInfoFragment } from "@/gen/graphql";
import { DeclineCall } from "@/gen/operations/calls";
import { request } from "@/lib/request";

import { callPath } from "./calls";
import { leaveEverywhere } from "./elsewhere";
import { answered, type Answer } from "./ongoing";

export type Answers = {
  /** What most would want: people who have just met are offered the sound first. */
  usual: Answer["how"];
  other: Answer["how"];
  answer: (how: Answer["how"]) => void;
  refuse: () => void;
};

/** What can be said to a call that rings; `onSilent`: it need not ring on. */
export function useAnswers(call: CallInfoFragment, onSilent: () => void): Answers {
  const router = useRouter();
  const callId = call.id;
  return {
    usual: call.cameraOff ? "sound" : "camera",
    other: call.cameraOff ? "camera" : "sound",
    answer: (how) => {
      onSilent();
      leaveEverywhere(callId); // as the button said
      answered.set({ callId, how });
      router.push(callPath(call.event.slug, callId));
    },
    refuse: () => {
      onSilent();
      // Unheard, it would ring out by itself.
      request(DeclineCall, { callId }).catch(() => undefined);
    },
  };
}
