"use client";

import { isObject, objectFrom } from "./json";
import { forgetKept } from "./kept";
import { forgetOthers, forgetTab, personalKey, type PersonalKind } from "./personal";
import { wellFormed } from "./plain";
import { Problem, toProblem } from "./problem";
import { timedFetch } from "./server-clock";
import { markSomebody } from "./somebody";
import { createStore } from "./store";
import { refusal } from "./texts";
import { useStore } from "./use-store";

/**
 * Who is signed in. The tokens are in HttpOnly cookies that no script sees; this store only knows whom they are for
 * and when they end. All tabs share it: one refreshes for all (Web Locks), and tells the others (BroadcastChannel).
 * When that is, is counted from the server's answer ("ten minutes from now"): its clock and ours are not compared.
 */
export type User = { id: string; name: string; email: string; roles: string[] };
export type Session =
  | { status: "unknown" }
  | { status: "out" }
  | { status: "in"; user: User; /** ms since 1970, on this browser's clock */ expiresAt: number };

const unknown: Session = { status: "unknown" };
export const session = createStore<Session>(unknown);

const storageKey = "hallway.session";
const lockName = "hallway.session.refresh";
/** Refreshed this long before the end, so that no request meets an expired token. */
const early = 60_000;
const answerWithin = 10_000;

/** The session; `unknown` on the server, while hydrating and until the first answer. */
export function useSession(): Session {
  return useStore(session, unknown);
}

/** For `useWho`: it is known that nobody is signed in. */
export const nobodyHere = "nobody";

const whoIn = (current: Session): string | null =>
  current.status === "in" ? current.user.id : current.status === "out" ? nobodyHere : null;

/** The id of whoever looks, or `nobodyHere`; null while that is not known. */
export function useWho(): string | null {
  return whoIn(useSession());
}

/** The signed-in user, or null (also while it is not yet known: see `useSession`). */
export function useUser(): User | null {
  const current = useSession();
  return current.status === "in" ? current.user : null;
}

/** Where this browser keeps something of whoever is signed in; null while nobody is known to be. */
export function keyOfMine(kind: PersonalKind, rest: string): string | null {
  const current = session.get();
  return current.status === "in" ? personalKey(kind, current.user.id, rest) : null;
}

/** Calls `left`, once, when this person (or `nobodyHere`) is no longer who looks here; the result forgets it. */
export function onceGone(who: string, left: () => void): () => void {
  const stop = session.subscribe(() => {
    const now = whoIn(session.get());
    if (now === null || now === who) return;
    stop();
    left();
  });
  return stop;
}

export const login = (body: { email: string; password: string }) => enter("login", body);
export const register = (body: { name: string; email: string; password: string }) => enter("register", body);
export const demo = (body: { persona: string }) => enter("demo", body);

/** Signs this browser out, in all tabs, and forgets what it kept of the person. */
export async function logout(): Promise<void> {
  await post("logout", {});
  adopt({ status: "out" });
  forgetOthers(null);
}

/** Whether an error says that the access token is missing or has ended, so that a refresh may help. */
export function needsRefresh(code: unknown): boolean {
  return code === "unauthenticated" || code === "expired";
}

/**
 * The session with a token that holds: waits for the first answer, refreshes one that is about to end (a laptop that
 * slept). Gives what is known when nobody answers in time. Without it a request would silently be asked as nobody.
 */
export async function freshSession(): Promise<Session> {
  const current = session.get().status === "unknown" ? await known() : session.get();
  if (current.status !== "in" || timeLeft(current) > 5_000) return current;
  return refreshSession().catch(() => current);
}

function known(): Promise<Session> {
  return new Promise((resolve) => {
    const done = () => {
      if (session.get().status === "unknown") return;
      settle();
    };
    const unfollow = session.subscribe(done);
    const timer = setTimeout(() => settle(), answerWithin / 2);
    const settle = () => {
      clearTimeout(timer);
      unfollow();
      resolve(session.get());
    };
    done();
  });
}

let refreshing: Promise<Session> | null = null;

/** Asks for a new access token; concurrent calls, also of other tabs, share one request. Throws a temporary Problem when nobody answered. */
export function refreshSession(): Promise<Session> {
  refreshing ??= refreshOnce().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** Of the access token, in ms. A clock that was put back meanwhile would make it longer: time that passed here counts too. */
function timeLeft(current: Session & { status: "in" }): number {
  const here = current === adopted?.session ? adopted.endsAt - performance.now() : Infinity;
  return Math.min(here, current.expiresAt - Date.now());
}

async function refreshOnce(): Promise<Session> {
  const asked = Date.now();
  return exclusively(async () => {
    const shared = read();
    if (shared && shared.at > asked && shared.at <= Date.now())
      return adopt(shared.session, { store: false });
    const from = Date.now();
    try {
      return adopt(sessionFrom(await post("refresh", {}), from));
    } catch (error) {
      const problem = toProblem(error);
      if (problem.temporary || problem.code === "internal") throw problem;
      return adopt({ status: "out" });
    }
  });
}

async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  // Absent outside secure contexts (plain http on a LAN): the server forgives two tabs racing within 10 s.
  if (typeof navigator === "undefined" || !navigator.locks) return work();
  return navigator.locks.request(lockName, work);
}

async function enter(path: string, body: object): Promise<User> {
  const from = Date.now();
  const next = adopt(sessionFrom(await post(path, body), from));
  if (next.status !== "in") throw new Problem("unauthenticated", "Signing in did not work. Try again.");
  return next.user;
}

async function post(path: string, body: object): Promise<unknown> {
  const response = await timedFetch(`/session/${path}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wellFormed(body)),
    signal: AbortSignal.timeout(answerWithin),
  }).catch((error: unknown) => {
    throw toProblem(error);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (isObject(answer) && answer.error) throw await refusal(answer.error);
  if (!response.ok)
    throw new Problem(
      response.status >= 500 ? "unavailable" : "internal",
      "Hallway did not answer. Try again.",
    );
  return answer;
}

/** `from`: when it was asked for, so that the token never counts as longer than it is. */
function sessionFrom(answer: unknown, from: number): Session {
  const { user, expiresIn } = isObject(answer) ? answer : {};
  if (!isUser(user)) return { status: "out" };
  const lasts = typeof expiresIn === "number" ? expiresIn * 1_000 : 5 * early;
  return { status: "in", user, expiresAt: from + lasts };
}

function isUser(value: unknown): value is User {
  if (!isObject(value) || !Array.isArray(value.roles)) return false;
  return [value.id, value.name, value.email].every((text) => typeof text === "string");
}

function isSession(value: unknown): value is Session {
  if (!isObject(value)) return false;
  const { status, user, expiresAt } = value;
  return status === "out" || (status === "in" && isUser(user) && typeof expiresAt === "number");
}

// ---- shared by the tabs

type Shared = { session: Session; at: number };
let channel: BroadcastChannel | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
/** The session of this page, and when it ends by a clock that nobody puts back. */
let adopted: { session: Session; endsAt: number } | null = null;

function adopt(next: Session, { store = true } = {}): Session {
  const before = session.get();
  const same =
    before.status === "in" &&
    next.status === "in" &&
    JSON.stringify(before.user) === JSON.stringify(next.user);
  const kept: Session = same ? { ...next, user: before.user } : next;
  if (before.status === "in" && !(next.status === "in" && next.user.id === before.user.id)) {
    forgetTab();
    void forgetKept();
  }
  if (next.status === "in") forgetOthers(next.user.id);
  if (kept.status === "in")
    adopted = { session: kept, endsAt: performance.now() + kept.expiresAt - Date.now() };
  session.set(kept);
  markSomebody(kept.status === "in");
  schedule(kept);
  if (store) {
    const shared: Shared = { session: kept, at: Date.now() };
    try {
      localStorage.setItem(storageKey, JSON.stringify(shared));
    } catch {
      // Storage is blocked: the channel still tells the other tabs.
    }
    channel?.postMessage(shared);
  }
  return kept;
}

function read(): Shared | null {
  try {
    const { session: kept, at } = objectFrom(localStorage.getItem(storageKey)) ?? {};
    return isSession(kept) && typeof at === "number" ? { session: kept, at } : null;
  } catch {
    return null;
  }
}

function schedule(current: Session): void {
  if (timer) clearTimeout(timer);
  timer = null;
  if (current.status !== "in") return;
  const wait = Math.max(5_000, timeLeft(current) - early);
  timer = setTimeout(() => void refreshSession().catch(() => schedule(current)), wait);
}

/** Finds out who is here, keeps the session fresh and in step with the other tabs. Returns what stops it. */
export function startSession(): () => void {
  if (typeof BroadcastChannel !== "undefined") {
    channel = new BroadcastChannel(storageKey);
    channel.onmessage = (event: MessageEvent<Shared>) => adopt(event.data.session, { store: false });
  }
  const shared = read();
  // What was kept after now was kept before the clock was put back.
  const fresh =
    shared?.session.status === "in" && shared.at <= Date.now() && timeLeft(shared.session) > early;
  // A browser known to be signed out asks nothing: signing in always comes through here.
  if (shared && (fresh || shared.session.status === "out")) adopt(shared.session, { store: false });
  else void firstAnswer();
  return () => {
    channel?.close();
    channel = null;
    if (timer) clearTimeout(timer);
    timer = null;
  };
}

async function firstAnswer(): Promise<void> {
  try {
    await refreshSession();
  } catch {
    timer = setTimeout(() => void firstAnswer(), 3_000);
  }
}
