"use client";

import { useQuery } from "@apollo/client/react";
import { MessageSquareOff } from "lucide-react";

import { EmptyState, ErrorState } from "@/components/ui/states";
import { EventRoomDocument, SessionRoomDocument } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

import { RoomLoading, RoomPanel, type RoomPanelProps } from "./room-panel";

type Rest = Omit<RoomPanelProps, "roomId">;

/** The lobby of an event. */
export function EventChat({ eventId, ...rest }: Rest & { eventId: string }) {
  const { data, error, refetch } = useQuery(EventRoomDocument, { variables: { eventId } });
  return <Found id={data?.eventRoom.id} error={error} onRetry={() => void refetch()} {...rest} />;
}

/** The room beside a session. */
export function SessionChat({ sessionId, ...rest }: Rest & { sessionId: string }) {
  const { data, error, refetch } = useQuery(SessionRoomDocument, { variables: { sessionId } });
  return <Found id={data?.sessionRoom.id} error={error} onRetry={() => void refetch()} {...rest} />;
}

type FoundProps = Rest & { id: string | undefined; error: unknown; onRetry: () => void };

function Found({ id, error, onRetry, ...rest }: FoundProps) {
  const t = useT();
  if (id) return <RoomPanel roomId={id} {...rest} />;
  const problem = error ? toProblem(error) : null;
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
