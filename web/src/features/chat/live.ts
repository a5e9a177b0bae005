"use client";

import { ChatPeople, Conversations as ConversationsOperation } from "@/gen/operations/chat";
import { request } from "@/lib/request";
import { serverNow } from "@/lib/server-clock";
import { onceGone } from "@/lib/session";
import { connection, emit, on, onChance, onResync, signal, timesClosed } from "@/lib/socket";
import { createStore } from "@/lib/store";

import { createConversations, type Conversations } from "./conversations";
import { createOutbox, type Outbox } from "./outbox";
import { createDirectory, type Directory } from "./people";
import { readUpTo, typed } from "./room-state";
import { createRooms, sleep, type Rooms } from "./rooms";

/** Everything of chat that one signed-in person's page holds; it stays while pages change. */
export type Chat = {
  me: string;
  outbox: Outbox;
  people: Directory;
  conversations: Conversations;
  hold: Rooms["hold"];
  typing: (roomId: string) => void;
};

export const chatStore = createStore<Chat | null>(null);

/** Makes the chat of whoever is signed in; it is closed when they are no longer. */
export function ensureChat(me: string): void {
  if (chatStore.get()?.me === me) return;
  const { chat, stop } = openChat(me);
  onceGone(me, () => {
    stop();
    if (chatStore.get() === chat) chatStore.set(null);
  });
  chatStore.set(chat);
}

function openChat(me: string): { chat: Chat; stop: () => void } {
  const people = createDirectory(async (ids) => (await request(ChatPeople, { ids })).people);
  const conversations = createConversations(me, async () => {
    const { conversations: list } = await request(ConversationsOperation, {});
    people.learn(list.map((one) => one.with));
    return list;
  });
  const rooms = createRooms(people);
  const outbox = createOutbox(
    me,
    {
      send: (message) => emit("chat.send", message),
      sendAll: async (roomId, messages) => (await emit("chat.send_all", { roomId, messages })).outcomes,
      connected: () => connection.get().status === "connected",
      timesClosed,
      onChance,
      storage: safeStorage(),
      sleep,
      now: serverNow,
    },
    rooms.put,
  );
  const stops = [outbox.start(), followStorage(() => outbox.reload()), ...listen(me, rooms, people)];
  const stop = () => {
    for (const one of stops) one();
    conversations.close();
    rooms.close();
  };
  const typing = (roomId: string) => signal("chat.typing", { roomId });
  return { chat: { me, outbox, people, conversations, hold: rooms.hold, typing }, stop };
}

const signalLag = 1_000;

/** What pushes say of rooms and of the people in them; call the results to stop. */
function listen(me: string, rooms: Rooms, people: Directory): Array<() => void> {
  const spoke = new Map<string, number>();
  return [
    on("chat.message", ({ message, sender }) => {
      spoke.set(message.senderId, Date.now());
      people.meet([sender], [message.senderId]);
      rooms.put(message);
    }),
    on("chat.typing", ({ roomId, userId }) => {
      // In a full room everybody would ask at once for whoever starts to type; the message will say who it is.
      if (rooms.get(roomId)?.store.get().room?.kind === "direct") people.want([userId]);
      // Signals leave a moment late: one that was on its way when the message came means nothing any more.
      if (Date.now() - (spoke.get(userId) ?? 0) < signalLag) return;
      if (userId !== me) rooms.get(roomId)?.change((state) => typed(state, userId, Date.now()));
    }),
    on("chat.you_were_muted", ({ eventId, until }) => {
      for (const room of rooms.all()) if (room.store.get().room?.eventId === eventId) room.mute(until);
    }),
    on("chat.direct", ({ roomId, message, sender }) => {
      people.meet([sender], []);
      // Also for a room that a block had closed for a while: nobody says when it is open again.
      rooms.put(message);
      const room = rooms.get(roomId);
      if (room?.store.get().refused) void room.sync();
    }),
    on("chat.closed", ({ roomId }) => void rooms.get(roomId)?.sync()),
    on("chat.read", ({ roomId, seq }) => rooms.get(roomId)?.change((state) => readUpTo(state, seq))),
    onResync(() => {
      for (const room of rooms.all()) void room.sync();
    }),
    onChance(() => {
      for (const room of rooms.all()) room.goOn();
    }),
  ];
}

function safeStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function followStorage(changed: () => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === null || event.key.startsWith("hallway.outbox.")) changed();
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}
