/** NestJS with Apollo on Express, schema first, as its documentation has it; Apollo's document cache is on by default. */
import "reflect-metadata";

import { ApolloDriver, type ApolloDriverConfig } from "@nestjs/apollo";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { Args, Context, GraphQLModule, Parent, Query, ResolveField, Resolver, Scalar } from "@nestjs/graphql";

import { openStore, type Asked, type EventRow, type MessageRow } from "./store.js";

type Request = { asked: Asked; userId: string };
const store = openStore();

@Scalar("DateTime")
class DateTime {
  serialize(value: Date): string {
    return value.toISOString();
  }
  parseValue(value: string): Date {
    return new Date(value);
  }
  parseLiteral(): never {
    throw new Error("times come as variables");
  }
}

@Resolver("Event")
class EventResolver {
  @Query()
  events(@Args("first") first: number, @Context() { asked }: Request) {
    return asked.events(first);
  }
  @Query()
  event(@Args("slug") slug: string, @Context() { asked }: Request) {
    return asked.event(slug);
  }
  @ResolveField()
  host(@Parent() event: EventRow, @Context() { asked }: Request) {
    return asked.userOf(event.hostId);
  }
  @ResolveField()
  speakers(@Parent() event: EventRow, @Context() { asked }: Request) {
    return asked.speakersOf(event.id);
  }
}

@Resolver("Message")
class MessageResolver {
  @Query()
  messages(@Args("roomId") roomId: string, @Args("first") first: number, @Context() { asked }: Request) {
    return asked.messages(roomId, first);
  }
  @ResolveField()
  sender(@Parent() message: MessageRow, @Context() { asked }: Request) {
    return asked.userOf(message.senderId);
  }
}

@Resolver("User")
class UserResolver {
  @Query()
  me(@Context() { asked, userId }: Request) {
    return asked.user(userId);
  }
}

@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      typePaths: [process.env.BENCH_SCHEMA!],
      graphiql: false,
      introspection: false,
      context: ({ req }: { req: { headers: Record<string, string> } }) => ({
        asked: store.begin(),
        userId: req.headers["x-user"],
      }),
    }),
  ],
  providers: [DateTime, EventResolver, MessageResolver, UserResolver],
})
class App {}

const app = await NestFactory.create(App, { logger: ["error"] });
await app.listen(Number(process.env.BENCH_PORT), "127.0.0.1");
