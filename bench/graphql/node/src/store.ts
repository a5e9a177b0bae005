/** Where answers come from: the same questions to memory and to PostgreSQL. */
import { memoryStore } from "./memory.js";
import { postgresStore } from "./postgres.js";

export type User = {
  id: string;
  name: string;
  headline: string | null;
  avatarUrl: string | null;
  email: string;
  roles: string[];
};
export type EventRow = {
  id: string;
  slug: string;
  name: string;
  tagline: string | null;
  description: string;
  kind: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  location: string | null;
  capacity: number | null;
  registeredCount: number;
  hostId: string;
};
export type MessageRow = {
  id: string;
  roomId: string;
  seq: number;
  body: string;
  sentAt: Date;
  editedAt: Date | null;
  senderId: string;
};

type Soon<T> = T | Promise<T>;

/** What one request may ask. */
export type Asked = {
  events(first: number): Soon<EventRow[]>;
  event(slug: string): Soon<EventRow | null>;
  messages(roomId: string, first: number): Soon<MessageRow[]>;
  user(id: string): Soon<User | null>;
  userOf(id: string): Soon<User>;
  speakersOf(eventId: string): Soon<User[]>;
};

export type Store = { begin(): Asked };

/** PostgreSQL if `BENCH_DATABASE` names a socket's folder and a database, else memory. */
export function openStore(): Store {
  const { BENCH_DATABASE, BENCH_DATA } = process.env;
  if (!BENCH_DATABASE) return memoryStore(BENCH_DATA!);
  const [host, database] = BENCH_DATABASE.split(" ");
  return postgresStore(host!, database!);
}
