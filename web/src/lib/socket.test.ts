// @vitest-environment happy-dom
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Server } from "socket.io";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { session } from "./session";
import * as client from "./socket";

// The contract's names are checked by the compiler elsewhere; here any name will do.
const emit = client.emit as (
  name: string,
  payload: unknown,
  options?: { timeout?: number },
) => Promise<unknown>;
const on = client.on as (name: string, handler: (payload: unknown) => void) => () => void;

const user = { id: "u1", name: "Inês", email: "i@example.org", roles: [] };
let http: HttpServer;
let server: Server;
let close: () => void;
const status = () => client.connection.get().status;
const until = (wanted: string) =>
  vi.waitFor(() => expect(status()).toBe(wanted), { timeout: 8_000, interval: 20 });

async function listen(port = 0): Promise<string> {
  http = createServer();
  server = new Server(http);
  await new Promise<void>((done) => http.listen(port, "127.0.0.1", done));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

beforeEach(() => {
  session.set({ status: "in", user, expiresAt: Date.now() + 600_000 });
});
afterEach(async () => {
  close();
  await server.close();
});

describe("the live connection", () => {
  it("gives the value of an answer, throws a refusal, and times out into offline", async () => {
    const url = await listen();
    server.on("connection", (socket) => {
      socket.on("chat.send", (body: { id: string }, ack) =>
        ack({ ok: true, value: { id: body.id, seq: 7 } }),
      );
      socket.on("chat.refused", (_, ack) =>
        ack({ ok: false, error: { code: "forbidden", message: "Not yours.", data: {} } }),
      );
      socket.on("chat.lost", () => undefined);
    });
    close = client.openSocket(url);
    expect(await emit("chat.send", { id: "m1" })).toEqual({ id: "m1", seq: 7 });
    await expect(emit("chat.refused", {})).rejects.toMatchObject({
      code: "forbidden",
      message: "Not yours.",
    });
    await expect(emit("chat.lost", {}, { timeout: 50 })).rejects.toMatchObject({
      code: "offline",
      temporary: true,
    });
    expect(status()).toBe("connected");
  });

  it("delivers pushes to who listened before and after opening, until they stop", async () => {
    const url = await listen();
    const seen: unknown[] = [];
    const stop = on("chat.message", (payload) => seen.push(payload));
    close = client.openSocket(url);
    const stopLate = on("chat.late", (payload) => seen.push(payload));
    await until("connected");
    server.emit("chat.message", { seq: 1 });
    server.emit("chat.late", { seq: 2 });
    await vi.waitFor(() => expect(seen).toEqual([{ seq: 1 }, { seq: 2 }]));
    stop();
    server.emit("chat.message", { seq: 3 });
    server.emit("chat.late", { seq: 4 });
    await vi.waitFor(() => expect(seen).toHaveLength(3));
    expect(seen[2]).toEqual({ seq: 4 });
    stopLate();
  });

  it("says it is reconnecting, comes back to a restarted server, sends what waited, and asks for a resync", async () => {
    const url = await listen();
    let resyncs = 0;
    const stop = client.onResync(() => resyncs++);
    close = client.openSocket(url);
    await until("connected");
    await server.close();
    await until("reconnecting");
    const waiting = emit("chat.send", {}, { timeout: 9_000 });
    await listen(Number(new URL(url).port));
    server.on("connection", (socket) => socket.on("chat.send", (_, ack) => ack({ ok: true, value: "kept" })));
    expect(await waiting).toBe("kept");
    expect([status(), resyncs]).toEqual(["connected", 1]);
    stop();
  }, 15_000);

  it("asks for a resync when nobody could be reached at first: what a page asked before may be old", async () => {
    const url = await listen();
    await server.close();
    let resyncs = 0;
    const stop = client.onResync(() => resyncs++);
    close = client.openSocket(url);
    // Nobody listens there: longer than the first attempts take, of which nothing is told.
    await expect(emit("chat.send", {}, { timeout: 1_000 })).rejects.toMatchObject({ code: "offline" });
    await listen(Number(new URL(url).port));
    await until("connected");
    expect(resyncs).toBe(1);
    stop();
  }, 15_000);

  it("refreshes the session when the connection is refused for it, then connects", async () => {
    const url = await listen();
    let refreshed = false;
    vi.stubGlobal("fetch", async () => {
      refreshed = true;
      return new Response(JSON.stringify({ user, expiresAt: new Date(Date.now() + 600_000).toISOString() }));
    });
    server.use((_, next) => {
      const refusal = Object.assign(new Error("expired"), { data: { code: "expired" } });
      next(refreshed ? undefined : refusal);
    });
    close = client.openSocket(url);
    await until("connected");
    expect(refreshed).toBe(true);
    vi.unstubAllGlobals();
  });

  it("refuses to send for nobody", async () => {
    close = client.openSocket(await listen());
    close();
    await expect(emit("chat.send", {})).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
