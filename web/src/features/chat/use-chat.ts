"use client";

import { useCallback, useEffect, useMemo } from "react";

import { OpenDirect } from "@/gen/operations/chat";
import { stateOf, type View } from "@/lib/live-query";
import { Problem } from "@/lib/problem";
import { request } from "@/lib/request";
import { useUser } from "@/lib/session";
import { createStore, type Readable } from "@/lib/store";
import { useLiveQuery } from "@/lib/use-live-query";
import { useStore } from "@/lib/use-store";

import type { ConversationList } from "./conversations";
import { unreadIn } from "./conversations-state";
import { chatStore, ensureChat, type Chat } from "./live";
import type { Outgoing } from "./outbox-state";
import type { People } from "./people";
import type { LiveRoom, RoomView } from "./room";

/** The signed-in person's chat; null until it is known who that is. */
export function useChat(): Chat | null {
  const me = useUser()?.id ?? null;
  // The chat lives outside React, from whoever wants it first.
  useEffect(() => {
    if (me) ensureChat(me);
  }, [me]);
  const chat = useStore(chatStore, null);
  return chat && chat.me === me ? chat : null;
}

export type HeldRoom = { chat: Chat; room: LiveRoom };

/** Holds a room live while the component shows it; none while its id is not known. */
export function useRoom(roomId: string | null): HeldRoom | null {
  const chat = useChat();
  const holding = useMemo(() => (chat && roomId ? holdingOf(chat, roomId) : noRoom), [chat, roomId]);
  return useStore(holding, null);
}

const noRoom = createStore<HeldRoom | null>(null);

/** The room lives outside React: it is held for whoever follows this. */
function holdingOf(chat: Chat, roomId: string): Readable<HeldRoom | null> {
  let held: HeldRoom | null = null;
  return {
    get: () => held,
    subscribe: (listener) => {
      const { room, release } = chat.hold(roomId);
      held = { chat, room };
      listener();
      return () => {
        held = null;
        release();
      };
    },
  };
}

export const useRoomView = ({ room }: HeldRoom): RoomView => useStore<RoomView>(room.shown);
export const usePeople = (chat: Chat): People => useStore<People>(chat.people.store);
export const useOutgoing = (chat: Chat): ReadonlyArray<Outgoing> =>
  useStore<ReadonlyArray<Outgoing>>(chat.outbox.store);

/** My conversations, live. */
export function useConversations(): { view: View<ConversationList>; retry: () => void } {
  const conversations = useChat()?.conversations ?? null;
  const view = useLiveQuery(conversations);
  const retry = useCallback(() => void conversations?.reload(), [conversations]);
  return { view, retry };
}

/** How many direct messages wait for me, live. */
export function useUnreadDirect(): number {
  return unreadIn(stateOf(useConversations().view) ?? []);
}

/** Opens the direct room with a person: answers its id, or throws a Problem that may be shown. */
export async function openDirect(personId: string): Promise<string> {
  const chat = chatStore.get();
  if (!chat) throw new Problem("unauthenticated", "Sign in first.");
  const { directRoom } = await request(OpenDirect, { personId });
  void chat.conversations.reload();
  return directRoom.id;
}
