"use client";

import { useEffect, useEffectEvent } from "react";
import type * as SocketIo from "socket.io-client";
import type { Socket } from "socket.io-client";

import type { Pushes, Requests } from "@/gen/sockets";

import { isObject } from "./json";
import { wellFormed } from "./plain";
import { Problem } from "./problem";
import { needsRefresh, refreshSession, useSession } from "./session";
import { createStore } from "./store";
import { refusal } from "./texts";
import { useStore } from "./use-store";

/**
 * The one live connection. Messages are typed by the contract: `emit` is a request with an answer, `signal` one
 * without, `on` hears pushes. After each break `onResync` listeners ask for what they missed.
 */
export type ConnectionStatus = "idle" | "connecting" | "connected" | "reconnecting" | "offline";
export type Connection = { status: ConnectionStatus; /** ms since 1970, when it became so */ since: number };

const idle: Connection = { status: "idle", since: 0 };
export const connection = createStore<Connection>(idle);
export const useConnection = (): Connection => useStore(connection, idle);

const answerWithin = 10_000;

export type RequestName = keyof Requests & string;
export type PushName = keyof Pushes & string;
type Handler = (payload: never) => void;
type Connect = typeof SocketIo.io;

let socket: Socket | null = null;
/** Settled once the connection is begun, or not wanted any more; what is sent before that waits for it. */
let opening: Promise<void> | null = null;
let wasConnected = false;
/** Nobody could be reached since it was opened: what was asked meanwhile may be old by the time somebody can. */
let wasAway = false;
let refusals = 0;
/** How often the other side has closed a connection, as it does when it is sent what it cannot take. */
let closings = 0;
export const timesClosed = (): number => closings;
const handlers = new Map<string, Set<Handler>>();
const resyncs = new Set<() => void>();

function become(status: ConnectionStatus): void {
  if (connection.get().status !== status) connection.set({ status, since: Date.now() });
}

function lost(): void {
  const away = typeof navigator !== "undefined" && !navigator.onLine;
  become(away ? "offline" : wasConnected ? "reconnecting" : "connecting");
}

/**
 * Opens the connection for whoever is signed in, or nobody; call the result to close it. `url` is for tests. What it takes
 * comes with the first: pages that need no connection do without.
 */
export function openSocket(url?: string): () => void {
  closeSocket();
  become("connecting");
  const mine: Promise<void> = fetchClient(() => opening === mine).then((io) => {
    if (io && opening === mine) begin(io, url);
  });
  opening = mine;
  return () => {
    if (opening === mine) closeSocket();
  };
}

/** Null when nobody wants it any more. A file that cannot be had is asked for again. */
async function fetchClient(wanted: () => boolean): Promise<Connect | null> {
  for (let wait = 500; ; wait = Math.min(8_000, wait * 2)) {
    try {
      return (await import("socket.io-client")).io;
    } catch {
      if (wanted()) lost();
    }
    await new Promise((later) => setTimeout(later, wait * (0.5 + Math.random())));
    if (!wanted()) return null;
  }
}

function begin(io: Connect, url?: string): void {
  const opened = io(url ?? window.location.origin, {
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    withCredentials: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 8_000,
    // Half to one and a half times the delay: a restarted gateway is not met by everybody at once.
    randomizationFactor: 0.5,
  });
  socket = opened;
  opened.on("connect", () => {
    become("connected");
    refusals = 0;
    if (wasConnected || wasAway) resync();
    wasAway = false;
    wasConnected = true;
  });
  opened.on("disconnect", (reason) => {
    if (socket !== opened) return;
    // One that fell silent, or went with the network, was not closed for what it was sent.
    if (reason !== "ping timeout" && navigator.onLine) closings++;
    lost();
    // The server closed it (it restarts, or the session has ended): the client does not come back by itself then.
    if (reason === "io server disconnect") retryLater(opened);
  });
  opened.on("connect_error", (error: Error & { data?: { code?: string } | null }) => {
    if (socket !== opened) return;
    lost();
    if (needsRefresh(error.data?.code)) return void renew(opened);
    wasAway = true;
    if (!opened.active) retryLater(opened);
  });
  opened.on("resync", resync);
  for (const name of handlers.keys()) listen(opened, name);
  window.addEventListener("offline", lost);
  window.addEventListener("online", comeBack);
  document.addEventListener("visibilitychange", seen);
}

/** A connection for pages that are live for people who are not signed in too; those who are have one anyway. */
export function useGuestSocket(): void {
  const { status } = useSession();
  // The connection is outside React.
  useEffect(() => (status === "out" ? openSocket() : undefined), [status]);
}

function closeSocket(): void {
  const old = socket;
  if (opening) become("idle");
  socket = opening = null;
  if (!old) return;
  wasConnected = wasAway = false;
  refusals = 0;
  window.removeEventListener("offline", lost);
  window.removeEventListener("online", comeBack);
  document.removeEventListener("visibilitychange", seen);
  old.removeAllListeners();
  old.disconnect();
}

function comeBack(): void {
  if (!socket) return;
  if (socket.connected) {
    // The break was shorter than anybody noticed: nothing was closed, but what was sent meanwhile may be lost.
    become("connected");
    resync();
    return;
  }
  lost();
  // Skips the rest of the current back-off.
  socket.disconnect().connect();
}

/** Timers of a page behind others are slow: whoever looks at it again does not wait for them. */
function seen(): void {
  if (document.visibilityState === "visible" && socket && !socket.connected) comeBack();
}

async function renew(opened: Socket): Promise<void> {
  try {
    const now = await refreshSession();
    if (socket === opened && now.status === "in") retryLater(opened);
  } catch {
    retryLater(opened);
  }
}

function retryLater(opened: Socket): void {
  const wait = Math.min(30_000, 500 * 2 ** refusals++) * (0.5 + Math.random());
  setTimeout(() => {
    if (socket === opened && !opened.connected) opened.connect();
  }, wait);
}

function resync(): void {
  for (const listener of Array.from(resyncs)) listener();
}

function listen(to: Socket, name: string): void {
  to.on(name, (payload: unknown) => {
    // By the contract it is what `on` of this name gave its handlers for.
    for (const handler of Array.from(handlers.get(name) ?? [])) handler(payload as never);
  });
}

/** Hears a push; returns what stops it. Works before the connection is open. */
export function on<N extends PushName>(name: N, handler: (payload: Pushes[N]) => void): () => void {
  let set = handlers.get(name);
  if (!set) {
    set = new Set();
    handlers.set(name, set);
    if (socket) listen(socket, name);
  }
  set.add(handler);
  return () => set.delete(handler);
}

/** Hears a push for as long as the component is there. */
export function usePush<N extends PushName>(name: N, handler: (payload: Pushes[N]) => void): void {
  const hear = useEffectEvent(handler);
  // Pushes come from outside React.
  useEffect(() => on(name, (payload) => hear(payload)), [name]);
}

/** Called after each break, when the connection is back: ask for what came after the last thing you saw. */
export function onResync(listener: () => void): () => void {
  resyncs.add(listener);
  return () => resyncs.delete(listener);
}

/** `onResync` for as long as the component is there. */
export function useResync(listener: () => void): void {
  const hear = useEffectEvent(listener);
  // So does the end of a break.
  useEffect(() => onResync(() => hear()), []);
}

/** Called now if the connection is open, and each time it opens: to be in a room for as long as a page shows it. */
export function whenConnected(listener: () => void): () => void {
  let was = false;
  const look = () => {
    const is = connection.get().status === "connected";
    if (is && !was) listener();
    was = is;
  };
  look();
  return connection.subscribe(look);
}

/**
 * Called each time another try may do better than the last: the connection or the network is back, or somebody looks at
 * the page again, whose timers were slow meanwhile. Whatever waits to try again need wait no longer.
 */
export function onChance(listener: () => void): () => void {
  let was = connection.get().status;
  const look = () => {
    const { status } = connection.get();
    if (status === "connected" && was !== status) listener();
    was = status;
  };
  const see = () => document.visibilityState === "visible" && listener();
  document.addEventListener("visibilitychange", see);
  window.addEventListener("online", listener);
  const stop = connection.subscribe(look);
  return () => {
    document.removeEventListener("visibilitychange", see);
    window.removeEventListener("online", listener);
    stop();
  };
}

/** Resolves when the connection is open: at once if it is. */
export async function connected(): Promise<void> {
  let stop: () => void = () => undefined;
  await new Promise<void>((open) => (stop = whenConnected(open)));
  stop();
}

/**
 * Sends a request and gives its answer. While disconnected it waits, up to `timeout` ms in all; then it throws
 * Problem("offline"), and whoever asked keeps the request to send it again (requests are idempotent by their id).
 */
export async function emit<N extends RequestName>(
  name: N,
  payload: Requests[N]["payload"],
  { timeout = answerWithin }: { timeout?: number } = {},
): Promise<Requests[N]["value"]> {
  if (!opening) throw new Problem("unauthenticated", "Sign in first.");
  let answer: unknown;
  try {
    const [open, left] = await begun(timeout);
    answer = await open.timeout(left).emitWithAck(name, wellFormed(payload));
  } catch {
    throw new Problem("offline", "Hallway cannot be reached. It will be sent when you are back.");
  }
  const { ok, value, error } = isObject(answer) ? answer : {};
  if (ok !== true) throw await refusal(error);
  // By the contract it is the value of a request of this name.
  return value as Requests[N]["value"];
}

/** The connection once it is begun, and what is left of the time by then; throws when it comes too late or is closed. */
async function begun(timeout: number): Promise<[Socket, number]> {
  if (socket) return [socket, timeout];
  const asked = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((end) => (timer = setTimeout(end, timeout)));
  await Promise.race([opening, late]);
  clearTimeout(timer);
  if (!socket) throw new Error("The connection was not begun.");
  return [socket, Math.max(1, timeout - (performance.now() - asked))];
}

/** Sends what is worthless later (typing, a cursor): dropped while disconnected, never answered. */
export function signal<N extends RequestName>(name: N, payload: Requests[N]["payload"]): void {
  socket?.volatile.emit(name, wellFormed(payload));
}
