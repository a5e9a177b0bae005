import type { Joined, Message, Room } from "@/gen/sockets";
import { Problem } from "@/lib/problem";

/** The server's side of one room, for tests: numbers every change, answers joins in small pages, repeats an id's answer. */
export class RoomServer {
  readonly messages: Message[] = [];
  revision = 0;
  readonly room: Room = {
    id: "room",
    kind: "lobby",
    eventId: "event",
    sessionId: null,
    title: "Lobby",
    memberIds: [],
    lastSeq: 0,
    revision: 0,
  };

  constructor(private readonly sizes = { latest: 4, page: 3, reach: 12 }) {}

  send(senderId: string, id: string, body: string): Message {
    const saved = this.messages.find((one) => one.id === id);
    if (saved) return saved;
    const message: Message = {
      id,
      roomId: this.room.id,
      seq: this.messages.length + 1,
      revision: ++this.revision,
      senderId,
      body,
      mentions: [],
      sentAt: new Date(1_700_000_000_000 + this.revision * 1_000).toISOString(),
      removed: false,
    };
    this.messages.push(message);
    return message;
  }

  remove(seq: number): Message {
    const there = this.messages[seq - 1];
    if (!there) throw new Problem("not_found", "There is no such message.");
    if (there.removed) return there;
    const gone = { ...there, removed: true, body: "", revision: ++this.revision };
    this.messages[seq - 1] = gone;
    return gone;
  }

  join(after: number | null): Joined {
    const reset = after === null || after > this.revision || this.revision - after > this.sizes.reach;
    const changed = this.messages
      .filter((one) => one.revision > (after ?? 0))
      .sort((a, b) => a.revision - b.revision);
    const more = !reset && changed.length > this.sizes.page;
    const messages = reset ? this.messages.slice(-this.sizes.latest) : changed.slice(0, this.sizes.page);
    return {
      room: { ...this.room, revision: this.revision, lastSeq: this.messages.length },
      messages,
      people: [],
      revision: more ? (messages.at(-1)?.revision ?? 0) : this.revision,
      reset,
      more,
      readSeq: 0,
      mutedUntil: null,
      canModerate: false,
    };
  }

  history(before: number | null): Message[] {
    return this.messages.filter((one) => before === null || one.seq < before).slice(-this.sizes.latest);
  }
}

/** Lets everything that is due happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}
