"use client";

import { useQuery } from "@apollo/client/react";

import { ErrorState } from "@/components/ui/states";
import { EventRoomDocument, SessionRoomDocument } from "@/gen/graphql";
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
  if (id) return <RoomPanel roomId={id} {...rest} />;
  if (error) return <ErrorState message={toProblem(error).message} onRetry={onRetry} />;
  return <RoomLoading />;
}
