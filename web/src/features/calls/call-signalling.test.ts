import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Problem } from "@/lib/problem";

import { CallSignalling, type Exclusion, type Wire } from "./call-signalling";

/** The server's side of one socket, as the test wants it. */
function relay(peers: { peerId: string; userId: string }[]) {
  const handlers = new Map<string, (push: never) => void>();
  const sent: { name: string; payload: Record<string, unknown> }[] = [];
  const state = { refuse: null as Problem | null, revision: 1, resync: () => undefined as void };
  const emit = async (name: string, payload: Record<string, unknown>) => {
    sent.push({ name, payload });
    if (name === "call.join" && state.refuse) throw state.refuse;
    return { peers: [...peers], call: { id: "c", revision: state.revision } };
  };
  const wire = {
    emit,
    on: (name: string, handler: (push: never) => void) => {
      handlers.set(name, handler);
      return () => handlers.delete(name);
    },
    onResync: (listener: () => void) => {
      state.resync = listener;
      return () => undefined;
    },
  } as unknown as Wire;
  const push = (name: string, fields: object) => handlers.get(name)?.({ callId: "c", ...fields } as never);
  const joins = () => sent.filter(({ name }) => name === "call.join").map(({ payload }) => payload.again);
  return { wire, sent, state, push, joins };
}

const me = { peerId: "me", userId: "u" };
const ben = { peerId: "pb", userId: "ben" };
let excluded: Exclusion[];
let heard: string[];

function made(server: ReturnType<typeof relay>): CallSignalling {
  const onExcluded = (why: Exclusion) => void excluded.push(why);
  const one = new CallSignalling({
    wire: server.wire,
    callId: "c",
    peerId: "me",
    onJoined: () => undefined,
    onExcluded,
  });
  one.onPeerJoined((peer) => heard.push(`+${peer}`));
  one.onPeerLeft((peer) => heard.push(`-${peer}`));
  one.onMessage((from, message) => heard.push(`${from}:${JSON.stringify(message)}`));
  one.onReconnected(() => heard.push("back"));
  one.start();
  return one;
}

beforeEach(() => {
  vi.useFakeTimers();
  excluded = [];
  heard = [];
});
afterEach(() => vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the relay of a call", () => {
  it("says who is there, again with each answer, and that we still are", async () => {
    const server = relay([me, ben]);
    made(server);
    await settle();
    expect(heard).toEqual(["+pb"]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.joins()).toEqual([false, true]);
    expect(heard).toEqual(["+pb", "+pb"]);
    server.push("call.peer_left", ben);
    server.push("call.peer_left", ben);
    expect(heard.slice(2)).toEqual(["-pb"]);
  });

  it("joins anew after a break, and tries until it works", async () => {
    const server = relay([me]);
    made(server);
    await settle();
    server.state.refuse = new Problem("offline", "");
    server.state.resync();
    await settle();
    server.state.refuse = null;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(server.joins()).toEqual([false, true, true]);
    expect(heard).toEqual(["back"]);
    expect(excluded).toEqual([]);
  });

  it("stops for good when another page takes over", async () => {
    const server = relay([me, ben]);
    made(server);
    await settle();
    server.state.refuse = new Problem("conflict", "");
    server.push("call.peer_left", me);
    await settle();
    expect(excluded).toEqual(["moved"]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.joins()).toEqual([false, true]);
  });

  it.each(["expired", "full", "not_found"] as const)("ends on %s", async (code) => {
    const server = relay([me]);
    server.state.refuse = new Problem(code, "");
    made(server);
    await settle();
    expect(excluded).toEqual([code]);
  });

  it("passes on what is JSON, of this call, while it is in it", async () => {
    const server = relay([me, ben]);
    const one = made(server);
    await settle();
    heard = [];
    server.push("call.signal", { fromPeer: "pb", data: "{oops" });
    server.push("call.signal", { fromPeer: "pb", data: '{"a":1}', callId: "another" });
    server.push("call.signal", { fromPeer: "pb", data: '{"a":1}' });
    expect(heard).toEqual(['pb:{"a":1}']);
    one.leave(true);
    one.leave();
    server.push("call.peer_joined", { peerId: "pc", userId: "c" });
    expect(heard).toHaveLength(1);
    expect(
      server.sent.filter(({ name }) => name === "call.leave").map(({ payload }) => payload.closing),
    ).toEqual([true]);
  });

  it("knows the call as it was told last, whatever overtakes what", async () => {
    const server = relay([me, ben]);
    const one = made(server);
    server.push("call.changed", { call: { id: "c", revision: 3 } });
    await settle();
    expect(one.call.get()?.revision).toBe(3);
    server.push("call.changed", { call: { id: "c", revision: 2 } });
    server.push("call.changed", { call: { id: "another", revision: 9 } });
    expect(one.call.get()?.revision).toBe(3);
    server.state.revision = 5;
    server.state.resync();
    await settle();
    expect(one.call.get()?.revision).toBe(5);
    one.stop();
  });
});
