import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

import { renderHook } from "@testing-library/react";
import { Server } from "socket.io";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { session } from "@/lib/session";
import { connection, openSocket } from "@/lib/socket";

import { createLiveStore } from "./live-store";
import { useAttend } from "./presence";

type Ack = (answer: unknown) => void;
const user = { id: "u1", name: "Inês", email: "i@example.org", roles: [] };
let http: HttpServer;
let server: Server;
let close: () => void;
/** What the server was asked, in order, and how it answers each. */
let asked: string[];
let answers: Map<string, Ack>;

beforeEach(async () => {
  session.set({ status: "in", user, expiresAt: Number.MAX_SAFE_INTEGER });
  asked = [];
  answers = new Map();
  http = createServer();
  server = new Server(http);
  server.on("connection", (socket) =>
    socket.onAny((name: string, _payload: unknown, ack: Ack) => {
      asked.push(name);
      answers.set(name, ack);
      if (name === "event.exit" || name === "event.unwatch") ack({ ok: true, value: null });
    }),
  );
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  close = openSocket(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  await vi.waitFor(() => expect(connection.get().status).toBe("connected"), { timeout: 5_000 });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  close();
  session.set({ status: "out" });
  await server.close();
});
const heard = (...names: string[]) => vi.waitFor(() => expect(asked).toEqual(names), { timeout: 5_000 });

describe("who leaves before the server has answered", () => {
  it("is not brought back to the event by the answer", async () => {
    const { unmount } = renderHook(() => useAttend("e1", "u1"));
    await heard("event.enter");
    unmount();
    await heard("event.enter", "event.exit");
    const timers = vi.spyOn(globalThis, "setTimeout");
    answers.get("event.enter")?.({ ok: false, error: { code: "unavailable", message: "Later.", data: {} } });
    // A question behind it: the refusal has been heard when its answer is there.
    const second = renderHook(() => useAttend("e2", "u1"));
    await heard("event.enter", "event.exit", "event.enter");
    await vi.waitFor(() => expect(answers.has("event.enter")).toBe(true));
    expect(timers.mock.calls.filter(([, wait]) => wait === 5_000)).toEqual([]);
    second.unmount();
  });

  it("watches nothing any more", async () => {
    const questions: Array<(data: unknown) => void> = [];
    vi.stubGlobal(
      "fetch",
      () =>
        new Promise<Response>((answer) => {
          questions.push((data) => answer(new Response(JSON.stringify({ data }))));
        }),
    );
    const store = createLiveStore({ slug: "polder", isNobody: true, look: "venue" });
    const leave = store.subscribe(() => undefined);
    await vi.waitFor(() => expect(questions).toHaveLength(1));
    leave();
    questions[0]?.({ event });
    // Another event behind it: what the first would have asked has been asked when this is.
    const again = createLiveStore({ slug: "delta", isNobody: true, look: "venue" }).subscribe(
      () => undefined,
    );
    await vi.waitFor(() => expect(questions).toHaveLength(2));
    questions[1]?.({ event: { ...event, id: "e2" } });
    await heard("event.watch");
    again();
    await heard("event.watch", "event.unwatch");
  });
});

const event = {
  id: "e1",
  slug: "polder",
  name: "Polder",
  summary: { version: 1, stages: 0, tracks: 0, speakers: 0, sessions: 0, days: [] },
  nowNext: { eventId: "e1", now: [], next: [] },
  agenda: { version: 1, stages: [], tracks: [], speakers: [], sessions: [] },
};
