"use client";

import { useMemo } from "react";

import { EventRoom, SessionRoom } from "@/gen/operations/chat";
import { createStore } from "@/lib/store";
import { always, useAnswer } from "@/lib/use-answer";
import { useStore } from "@/lib/use-store";

import { unreadOf } from "./unread";
import { useRoom } from "./use-chat";

const none = createStore(0);

/**
 * How many messages wait in the chat that opens here: a session's, or the event's lobby. Live, so that a phone, which
 * shows its chat only when asked, says what is in it. Zero while there is no chat yet.
 */
export function useUnreadChat(here: { eventId: string; sessionId: string | null } | null): number {
  const lobby = useAnswer(EventRoom, here && !here.sessionId ? { eventId: here.eventId } : null, always);
  const beside = useAnswer(SessionRoom, here?.sessionId ? { sessionId: here.sessionId } : null, always);
  const id = (here?.sessionId ? beside.data?.sessionRoom.id : here && lobby.data?.eventRoom.id) ?? null;
  const held = useRoom(id);
  const unread = useMemo(() => (held ? unreadOf(held.room.store, held.chat.me) : none), [held]);
  return useStore(unread, 0);
}
