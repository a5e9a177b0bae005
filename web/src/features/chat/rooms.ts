import type { RoomHistoryQuery } from "@/gen/graphql";
import { RoomHistory } from "@/gen/operations/chat";
import type { Message } from "@/gen/sockets";
import { lingering, type Held } from "@/lib/linger";
import { request } from "@/lib/request";
import { emit } from "@/lib/socket";

import type { Directory } from "./people";
import { createRoom, type LiveRoom, type RoomDeps } from "./room";
import { received } from "./room-state";

/** The rooms that some part of the page shows, each one once. */
export type Rooms = {
  /** The room, kept live until the result's `release`. Several may hold the same. */
  hold: (roomId: string) => { room: LiveRoom; release: () => void };
  /** The room, if it is held. */
  get: (roomId: string) => LiveRoom | undefined;
  all: () => LiveRoom[];
  put: (message: Message) => void;
  close: () => void;
};

/** A room nobody shows any more is left after this long: going back and forth costs nothing. */
const lingers = 20_000;
const historyPage = 50;

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function createRooms(people: Directory): Rooms {
  const held = new Map<string, Held & { room: LiveRoom }>();
  const deps = depsOf(people, (roomId) => held.has(roomId));
  const hold = (roomId: string): Held & { room: LiveRoom } => {
    const known = held.get(roomId);
    if (known) return known;
    const room = createRoom(roomId, deps);
    const open = () => {
      void room.sync();
      return () => {
        held.delete(roomId);
        room.close();
      };
    };
    const made = { room, ...lingering(open, lingers) };
    held.set(roomId, made);
    return made;
  };
  return {
    hold: (roomId) => {
      const one = hold(roomId);
      return { room: one.room, release: one.hold() };
    },
    get: (roomId) => held.get(roomId)?.room,
    all: () => Array.from(held.values(), ({ room }) => room),
    put: (message) => held.get(message.roomId)?.room.change((state) => received(state, message)),
    close: () => {
      for (const { close } of Array.from(held.values())) close();
    },
  };
}

/** What a room asks of the server; whoever is in an answer is learnt. */
function depsOf(people: Directory, isHeld: (roomId: string) => boolean): RoomDeps {
  return {
    join: async (roomId, after) => {
      const answer = await emit("chat.join", { roomId, after });
      people.meet(
        answer.people,
        answer.messages.map((one) => one.senderId),
      );
      return answer;
    },
    leave: (roomId) => {
      // Opened anew meanwhile: the one who closed it late must not take it from them.
      if (!isHeld(roomId)) void emit("chat.leave", { roomId }).catch(() => null);
    },
    history: async (roomId, before) => {
      const page = (await request(RoomHistory, { roomId, before, limit: historyPage })).messages;
      people.learn(page.map((one) => one.sender));
      return page.map(bare);
    },
    read: (roomId, seq) => emit("chat.read", { roomId, seq }),
    sleep,
  };
}

/** The message as sockets have it: who sent it is kept in the directory. */
function bare(message: RoomHistoryQuery["messages"][number]): Message {
  const { id, roomId, seq, revision, senderId, body, mentions, sentAt, removed } = message;
  return { id, roomId, seq, revision, senderId, body, mentions, sentAt, removed };
}
