"use client";

import { MessageSquareOff } from "lucide-react";

import { EmptyState, ErrorState } from "@/components/ui/states";
import { EventRoom, SessionRoom } from "@/gen/operations/chat";
import { useT } from "@/lib/i18n";
import type { Problem } from "@/lib/problem";
import { always, useAnswer } from "@/lib/use-answer";

import { RoomLoading, RoomPanel, type RoomPanelProps } from "./room-panel";

type Rest = Omit<RoomPanelProps, "roomId">;

/** The lobby of an event. */
export function EventChat({ eventId, ...rest }: Rest & { eventId: string }) {
  const { data, problem, retry } = useAnswer(EventRoom, { eventId }, always);
  return <Found id={data?.eventRoom.id} problem={problem} onRetry={retry} {...rest} />;
}

/** The room beside a session. */
export function SessionChat({ sessionId, ...rest }: Rest & { sessionId: string }) {
  const { data, problem, retry } = useAnswer(SessionRoom, { sessionId }, always);
  return <Found id={data?.sessionRoom.id} problem={problem} onRetry={retry} {...rest} />;
}

type FoundProps = Rest & { id: string | undefined; problem: Problem | null; onRetry: () => void };

function Found({ id, problem, onRetry, ...rest }: FoundProps) {
  const t = useT();
  if (id) return <RoomPanel roomId={id} {...rest} />;
  // Closed to this person: asking again would not change it.
  if (problem?.code === "forbidden")
    return (
      <EmptyState
        icon={MessageSquareOff}
        title={t("chat.closed")}
        body={problem.message}
        className="my-auto"
      />
    );
  if (problem) return <ErrorState message={problem.message} onRetry={onRetry} />;
  return <RoomLoading />;
}
