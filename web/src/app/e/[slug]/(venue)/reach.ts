"use client";

import { useRouter } from "next/navigation";

import { toast } from "@/components/ui/toast";
import { openDirect } from "@/features/chat";
import { startCall } from "@/features/video";
import { t } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

export type VenueReach = { onMessage: (personId: string) => void; onCall: (personId: string) => void };

/** How people of the venue reach each other: a conversation and a call, both inside it. A failure says why. */
export function useReach(eventId: string, base: string): VenueReach {
  const router = useRouter();
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
