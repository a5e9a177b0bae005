/** Answers from PostgreSQL: `pg` with named (prepared) statements, one set of dataloaders per request. */
import DataLoader from "dataloader";
import pg from "pg";

import type { Asked, EventRow, MessageRow, Store, User } from "./store.js";

const eventColumns = `id, slug, name, tagline, description, kind, "startsAt", "endsAt", "timeZone", location, capacity,
  "registeredCount", "hostId"`;
const userColumns = `u.id, u.name, u.headline, u."avatarUrl", u.email, u.roles`;
const sql = {
  events: `SELECT ${eventColumns} FROM events ORDER BY "startsAt", id LIMIT $1`,
  event: `SELECT ${eventColumns} FROM events WHERE slug = $1`,
  messages: `SELECT id, "roomId", seq, body, "sentAt", "editedAt", "senderId" FROM messages
    WHERE "roomId" = $1 ORDER BY seq LIMIT $2`,
  user: `SELECT ${userColumns} FROM users u WHERE u.id = $1`,
  users: `SELECT ${userColumns} FROM users u WHERE u.id = ANY($1::uuid[])`,
  speakers: `SELECT s."eventId", ${userColumns} FROM speakers s JOIN users u ON u.id = s."userId"
    WHERE s."eventId" = ANY($1::uuid[]) ORDER BY s."eventId", s.position`,
};

export function postgresStore(host: string, database: string): Store {
  const pool = new pg.Pool({ host, database, user: "hallway", max: Number(process.env.BENCH_POOL ?? 10) });
  const ask = async <Row>(name: keyof typeof sql, ...values: unknown[]): Promise<Row[]> =>
    (await pool.query({ name, text: sql[name], values })).rows as Row[];

  const users = () =>
    new DataLoader<string, User>(async (ids) => {
      const found = new Map((await ask<User>("users", ids)).map((user) => [user.id, user]));
      return ids.map((id) => found.get(id) ?? new Error(`no user ${id}`));
    });
  const speakers = () =>
    new DataLoader<string, User[]>(async (ids) => {
      const found = new Map<string, User[]>();
      for (const row of await ask<User & { eventId: string }>("speakers", ids)) {
        const of = found.get(row.eventId);
        if (of) of.push(row);
        else found.set(row.eventId, [row]);
      }
      return ids.map((id) => found.get(id) ?? []);
    });

  return {
    begin(): Asked {
      const byId = users();
      const byEvent = speakers();
      return {
        events: (first) => ask<EventRow>("events", first),
        event: async (slug) => (await ask<EventRow>("event", slug))[0] ?? null,
        messages: (roomId, first) => ask<MessageRow>("messages", roomId, first),
        user: async (id) => (await ask<User>("user", id))[0] ?? null,
        userOf: (id) => byId.load(id),
        speakersOf: (eventId) => byEvent.load(eventId),
      };
    },
  };
}
