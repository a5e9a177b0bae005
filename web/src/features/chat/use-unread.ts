"use client";

import { useQuery } from "@apollo/client/react";
import { useState } from "react";

import { EventRoomDocument, SessionRoomDocument } from "@/gen/graphql";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

import type { RoomView } from "./room";
import { emptyRoom, unreadAfter } from "./room-state";
import { useRoom } from "./use-chat";

const nothing: RoomView = { ...emptyRoom, refused: null };
const noRoom = createStore<RoomView>(nothing);

/**
 * How many messages wait in the chat that opens here: a session's, or the event's lobby. Live, so that a phone, which
 * shows its chat only when asked, says what is in it. Null: there is no chat yet.
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
  const view = useStore<RoomView>(held?.room.store ?? noRoom, nothing);
  const [began, setBegan] = useState({ id: "", at: 0 });
  if (!held || view.revision === null) return 0;
  if (began.id !== held.room.id) {
    // Who was never here before has missed nothing: only what comes from now on waits for them.
    const last = view.messages[view.messages.length - 1]?.seq ?? 0;
    setBegan({ id: held.room.id, at: view.readSeq === 0 ? last : 0 });
    return 0;
  }
  return unreadAfter(view, Math.max(view.readSeq, began.at), held.chat.me);
}
