/** Mercurius on Fastify, documents compiled by graphql-jit when `BENCH_JIT` is 1. */
import { readFileSync } from "node:fs";

import Fastify from "fastify";
import { GraphQLScalarType } from "graphql";
import mercurius from "mercurius";

import { openStore, type Asked, type EventRow, type MessageRow } from "./store.js";

type Context = { asked: Asked; userId: string };
const store = openStore();
const app = Fastify();

await app.register(mercurius, {
  schema: readFileSync(process.env.BENCH_SCHEMA!, "utf8"),
  resolvers: {
    DateTime: new GraphQLScalarType<Date, string>({ name: "DateTime", serialize: (value) => (value as Date).toISOString() }),
    Query: {
      events: (_: unknown, { first }: { first: number }, { asked }: Context) => asked.events(first),
      event: (_: unknown, { slug }: { slug: string }, { asked }: Context) => asked.event(slug),
      messages: (_: unknown, { roomId, first }: { roomId: string; first: number }, { asked }: Context) =>
        asked.messages(roomId, first),
      me: (_: unknown, __: unknown, { asked, userId }: Context) => asked.user(userId),
    },
    Event: {
      host: (event: EventRow, _: unknown, { asked }: Context) => asked.userOf(event.hostId),
      speakers: (event: EventRow, _: unknown, { asked }: Context) => asked.speakersOf(event.id),
    },
    Message: { sender: (message: MessageRow, _: unknown, { asked }: Context) => asked.userOf(message.senderId) },
  } as never,
  context: (request) => ({ asked: store.begin(), userId: request.headers["x-user"] as string }),
  jit: process.env.BENCH_JIT === "1" ? 1 : 0,
});

await app.listen({ host: "127.0.0.1", port: Number(process.env.BENCH_PORT) });
