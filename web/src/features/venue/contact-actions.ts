"use client";

import { useRouter } from "next/navigation";

import { toast } from "@/components/ui/toast";
import { useStartCall } from "@/features/calls";
import { openDirect } from "@/features/chat";
import type { ContactActions } from "@/features/matching";
import { t } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

/** How people of the venue reach each other: a conversation and a call, both inside it. A failure says why. */
export function useContactActions(eventId: string, base: string): Required<ContactActions> {
  const router = useRouter();
  const startCall = useStartCall();
  const failed = (error: unknown) => {
    const title = t("matches.messageFailed");
    toast({ tone: "error", key: "message-failed", title, body: toProblem(error).message });
  };
  return {
    onMessage: (personId) =>
      void openDirect(personId).then((roomId) => router.push(`${base}/messages/${roomId}`), failed),
    onCall: (personId) => void startCall(eventId, [personId]),
  };
}
