"use client";

import type { ApolloClient } from "@apollo/client";

import {
  ChatPeopleDocument,
  ConversationsDocument,
  RoomHistoryDocument,
  type RoomHistoryQuery,
} from "@/gen/graphql";
import type { Message } from "@/gen/sockets";
import { ask } from "@/lib/ask";
import { lingering, type Held } from "@/lib/linger";
import { onceGone } from "@/lib/session";
import { connection, emit, on, onResync, signal, whenConnected } from "@/lib/socket";
import { createStore } from "@/lib/store";

import { createConversations, type Conversations } from "./conversations";
import { createOutbox, type Outbox } from "./outbox";
import { createDirectory, type Directory } from "./people";
import { createRoom, type LiveRoom } from "./room";
import { readUpTo, received, typed } from "./room-state";

/** Everything of chat that one signed-in person's page holds; it stays while pages change. */
export type Chat = {
  me: string;
  client: ApolloClient;
  outbox: Outbox;
  people: Directory;
  conversations: Conversations;
  /** The room, kept live until the result's `release`. Several may hold the same. */
  hold: (roomId: string) => { room: LiveRoom; release: () => void };
  typing: (roomId: string) => void;
};

export const chatStore = createStore<Chat | null>(null);

/** Makes the chat of whoever is signed in; it is closed when they are no longer. */
export function ensureChat(client: ApolloClient, me: string): void {
  if (chatStore.get()?.me === me) return;
  const { chat, stop } = openChat(client, me);
  onceGone(me, () => {
    stop();
    if (chatStore.get() === chat) chatStore.set(null);
  });
  chatStore.set(chat);
}

/** A room nobody shows any more is left after this long: going back and forth costs nothing. */
const lingers = 20_000;
const historyPage = 50;
const signalLag = 1_000;

function openChat(client: ApolloClient, me: string): { chat: Chat; stop: () => void } {
  const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
  const rooms = new Map<string, Held & { room: LiveRoom }>();
  const spoke = new Map<string, number>();
  const change = (roomId: string, next: Parameters<LiveRoom["change"]>[0]) =>
    rooms.get(roomId)?.room.change(next);
  const people = createDirectory(async (ids) => (await ask(client, ChatPeopleDocument, { ids })).people);
  const conversations = createConversations(me, async () => {
    const { conversations: list } = await ask(client, ConversationsDocument, {});
    people.learn(list.map((one) => one.with));
    return list;
  });
  const put = (message: Message) => change(message.roomId, (state) => received(state, message));
  const outbox = createOutbox(
    me,
    {
      send: (message) => emit("chat.send", message),
      connected: () => connection.get().status === "connected",
      onConnection: (listener) => connection.subscribe(listener),
      storage: safeStorage(),
      sleep,
      now: Date.now,
    },
    put,
  );
  const history = async (roomId: string, before: number | null) => {
    const page = (await ask(client, RoomHistoryDocument, { roomId, before, limit: historyPage })).messages;
    people.learn(page.map((one) => one.sender));
    return page.map(bare);
  };
  const hold: Chat["hold"] = (roomId) => {
    let held = rooms.get(roomId);
    if (!held) {
      const room = createRoom(roomId, {
        join: async (id, after) => {
          const answer = await emit("chat.join", { roomId: id, after });
          people.meet(
            answer.people,
            answer.messages.map((one) => one.senderId),
          );
          return answer;
        },
        leave: (id) => void emit("chat.leave", { roomId: id }).catch(() => null),
        history,
        read: (id, seq) => emit("chat.read", { roomId: id, seq }),
        sleep,
      });
      const open = () => {
        void room.sync();
        return () => {
          rooms.delete(roomId);
          room.close();
        };
      };
      held = { room, ...lingering(open, lingers) };
      rooms.set(roomId, held);
    }
    return { room: held.room, release: held.hold() };
  };
  const stops = [
    outbox.start(),
    on("chat.message", ({ message, sender }) => {
      spoke.set(message.senderId, Date.now());
      people.meet([sender], [message.senderId]);
      put(message);
    }),
    on("chat.typing", ({ roomId, userId }) => {
      // In a full room everybody would ask at once for whoever starts to type; the message will say who it is.
      if (rooms.get(roomId)?.room.store.get().room?.kind === "direct") people.want([userId]);
      // Signals leave a moment late: one that was on its way when the message came means nothing any more.
      if (Date.now() - (spoke.get(userId) ?? 0) < signalLag) return;
      if (userId !== me) change(roomId, (state) => typed(state, userId, Date.now()));
    }),
    on("chat.you_were_muted", ({ eventId, until }) => {
      for (const { room } of rooms.values()) if (room.store.get().room?.eventId === eventId) room.mute(until);
    }),
    on("chat.direct", ({ roomId, message, sender }) => {
      people.meet([sender], []);
      // Also for a room that a block had closed for a while: nobody says when it is open again.
      put(message);
      const held = rooms.get(roomId)?.room;
      if (held?.store.get().refused) void held.sync();
    }),
    on("chat.closed", ({ roomId }) => void rooms.get(roomId)?.room.sync()),
    on("chat.read", ({ roomId, seq }) => change(roomId, (state) => readUpTo(state, seq))),
    onResync(() => {
      for (const { room } of rooms.values()) void room.sync();
    }),
    whenConnected(() => {
      for (const { room } of rooms.values()) if (room.store.get().behind) void room.sync();
    }),
    followStorage(() => outbox.reload()),
  ];
  const stop = () => {
    for (const one of stops) one();
    conversations.close();
    for (const { close } of rooms.values()) close();
  };
  const typing = (roomId: string) => signal("chat.typing", { roomId });
  return { chat: { me, client, outbox, people, conversations, hold, typing }, stop };
}

/** The message as sockets have it: who sent it is kept in the directory. */
function bare(message: RoomHistoryQuery["messages"][number]): Message {
  const { id, roomId, seq, revision, senderId, body, mentions, sentAt, removed } = message;
  return { id, roomId, seq, revision, senderId, body, mentions, sentAt, removed };
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
