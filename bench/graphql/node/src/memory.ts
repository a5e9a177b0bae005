/** Answers from memory: what a program keeps is objects with dates in them, not JSON. */
import { readFileSync } from "node:fs";

import type { Asked, EventRow, MessageRow, Store, User } from "./store.js";

type Rows = {
  users: User[];
  events: (Omit<EventRow, "startsAt" | "endsAt"> & { startsAt: string; endsAt: string })[];
  speakers: { eventId: string; position: number; userId: string }[];
  messages: (Omit<MessageRow, "sentAt" | "editedAt"> & { sentAt: string; editedAt: string | null })[];
};

export function memoryStore(path: string): Store {
  const rows = JSON.parse(readFileSync(path, "utf8")) as Rows;
  const users = new Map(rows.users.map((user) => [user.id, user]));
  const events: EventRow[] = rows.events.map((event) => ({
    ...event,
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
  }));
  const bySlug = new Map(events.map((event) => [event.slug, event]));
  const messages: MessageRow[] = rows.messages.map((message) => ({
    ...message,
    sentAt: new Date(message.sentAt),
    editedAt: message.editedAt === null ? null : new Date(message.editedAt),
  }));
  const speakers = new Map<string, User[]>(events.map((event) => [event.id, []]));
  for (const { eventId, userId } of rows.speakers) speakers.get(eventId)!.push(users.get(userId)!);

  const asked: Asked = {
    events: (first) => events.slice(0, first),
    event: (slug) => bySlug.get(slug) ?? null,
    messages: (roomId, first) => messages.filter((message) => message.roomId === roomId).slice(0, first),
    user: (id) => users.get(id) ?? null,
    userOf: (id) => users.get(id)!,
    speakersOf: (eventId) => speakers.get(eventId)!,
  };
  return { begin: () => asked };
}
