"use client";

import { useMutation } from "@apollo/client/react";
import { useRouter } from "next/navigation";

import { toast } from "@/components/ui/toast";
import { OpenDirectDocument, StartCallDocument } from "@/gen/graphql";
import { uuid7 } from "@/lib/ids";
import { t, type MessageKey } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

export type VenueReach = { onMessage: (personId: string) => void; onCall: (personId: string) => void };

/** How people of the venue reach each other: a conversation and a call, both inside it. A failure says why. */
export function useReach(eventId: string, base: string): VenueReach {
  const router = useRouter();
  const [openDirect] = useMutation(OpenDirectDocument);
  const [startCall] = useMutation(StartCallDocument);
  const failed = (title: MessageKey) => (error: unknown) => {
    toast({ tone: "error", key: title, title: t(title), body: toProblem(error).message });
  };
  const onMessage = (personId: string) => {
    openDirect({ variables: { personId } }).then(({ data }) => {
      if (data) router.push(`${base}/messages/${data.directRoom.id}`);
    }, failed("matches.messageFailed"));
  };
  const onCall = (personId: string) => {
    startCall({ variables: { id: uuid7(), eventId, personIds: [personId] } }).then(({ data }) => {
      if (data) router.push(`${base}/call/${data.startCall.id}`);
    }, failed("matches.callFailed"));
  };
  return { onMessage, onCall };
}
