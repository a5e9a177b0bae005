"use client";

import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";

import { EventRoomDocument, SessionRoomDocument } from "@/gen/graphql";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

import { unreadOf } from "./unread";
import { useRoom } from "./use-chat";

const none = createStore(0);

/**
 * How many messages wait in the chat that opens here: a session's, or the event's lobby. Live, so that a phone, which
 * shows its chat only when asked, says what is in it. Zero while there is no chat yet.
 */
export function useUnreadChat(here: { eventId: string; sessionId: string | null } | null): number {
  const lobby = useQuery(EventRoomDocument, {
    variables: { eventId: here?.eventId ?? "" },
    skip: !here || here.sessionId !== null,
  });
  const beside = useQuery(SessionRoomDocument, {
    variables: { sessionId: here?.sessionId ?? "" },
    skip: !here?.sessionId,
  });
  const id = (here?.sessionId ? beside.data?.sessionRoom.id : here && lobby.data?.eventRoom.id) ?? null;
  const held = useRoom(id);
  const unread = useMemo(() => (held ? unreadOf(held.room.store, held.chat.me) : none), [held]);
  return useStore(unread, 0);
}
