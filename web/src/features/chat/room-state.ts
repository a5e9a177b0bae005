import type { Joined, Message, Room } from "@/gen/sockets";

/**
 * What a page knows of a room: pure, without React and sockets. The server numbers every change of a room (`revision`,
 * without a gap), so state before + pushes = state after: the next revision is put in, an older one is a repetition, a
 * later one waits in `ahead` while the room is asked for what is missing (`behind`).
 */
export type Typist = { readonly userId: string; /** ms since 1970 */ readonly until: number };

export type RoomState = {
  readonly room: Room | null;
  /** By seq. What is older than the first one is asked for when somebody scrolls there. */
  readonly messages: ReadonlyArray<Message>;
  /** Held without a gap up to here; null before the first answer. */
  readonly revision: number | null;
  /** Changes that came early. */
  readonly ahead: ReadonlyArray<Message>;
  /** Something is missing: join again, after `revision`. */
  readonly behind: boolean;
  readonly older: "idle" | "loading" | "failed";
  /** Changes of messages older than the first one, heard while those are on their way. */
  readonly below: ReadonlyArray<Message>;
  readonly readSeq: number;
  readonly mutedUntil: string | null;
  readonly canModerate: boolean;
  readonly typing: ReadonlyArray<Typist>;
};

export const emptyRoom: RoomState = {
  room: null,
  messages: [],
  revision: null,
  ahead: [],
  behind: true,
  older: "idle",
  below: [],
  readSeq: 0,
  mutedUntil: null,
  canModerate: false,
  typing: [],
};

/** More than this many early changes are forgotten; joining again brings them. */
const mostAhead = 500;
/** The server's promise for a typing signal. */
const typingLasts = 6_000;

/** The answer of `chat.join`, also of one asked with the revision held. */
export function joined(state: RoomState, answer: Joined): RoomState {
  const fresh = answer.reset || state.revision === null;
  const held = state.revision ?? 0;
  // Pushes went past the page that replaces what they were put into: what they said is asked for again.
  const overtaken = fresh && held > answer.revision;
  const next: RoomState = {
    ...state,
    room: answer.room,
    readSeq: Math.max(state.readSeq, answer.readSeq),
    mutedUntil: answer.mutedUntil,
    canModerate: answer.canModerate,
    behind: answer.more || overtaken,
    revision: fresh ? answer.revision : Math.max(held, answer.revision),
    ...(fresh
      ? { messages: bySeq(answer.messages), older: "idle" as const, below: [] }
      : putAll(state, answer.messages)),
    ahead: overtaken ? [] : state.ahead,
  };
  return absorb(next);
}

/** A pushed message, or the answer to sending one. */
export function received(state: RoomState, message: Message): RoomState {
  if (state.revision === null || message.revision > state.revision + 1) return early(state, message);
  const next = {
    ...state,
    ...putAll(state, [message]),
    revision: Math.max(state.revision, message.revision),
    typing: state.typing.filter((one) => one.userId !== message.senderId),
  };
  return absorb(next);
}

function early(state: RoomState, message: Message): RoomState {
  if (state.ahead.some((one) => one.revision === message.revision)) return state;
  const ahead = [...state.ahead, message].sort((a, b) => a.revision - b.revision).slice(-mostAhead);
  return { ...state, ahead, behind: true };
}

/** Puts in what came early and is due now. */
function absorb(state: RoomState): RoomState {
  if (state.ahead.length === 0) return state;
  let revision = state.revision ?? 0;
  const due: Message[] = [];
  const ahead: Message[] = [];
  for (const message of state.ahead) {
    if (message.revision > revision + 1) ahead.push(message);
    else {
      due.push(message);
      revision = Math.max(revision, message.revision);
    }
  }
  const put = due.length ? putAll(state, due) : {};
  return { ...state, ...put, revision, ahead, behind: state.behind || ahead.length > 0 };
}

const bySeq = (messages: ReadonlyArray<Message>) => [...messages].sort((a, b) => a.seq - b.seq);

/** Where a message of this seq stands, or would stand. */
function indexOf(messages: ReadonlyArray<Message>, seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Put = Pick<RoomState, "messages" | "below">;

/** Each message as it was last: of two states of one, the higher revision holds, whichever comes first. */
function putAll(state: RoomState, changes: ReadonlyArray<Message>): Put {
  const messages = [...state.messages];
  const below = [...state.below];
  const first = messages[0]?.seq ?? 0;
  for (const message of changes) {
    if (message.seq < first) {
      if (state.older === "loading") below.push(message);
      continue;
    }
    const index = indexOf(messages, message.seq);
    const there = messages[index];
    if (there?.seq !== message.seq) messages.splice(index, 0, message);
    else if (there.revision < message.revision) messages[index] = message;
  }
  return { messages, below };
}

/** Whether there are messages before the first one held. */
export const hasOlder = (state: RoomState): boolean => (state.messages[0]?.seq ?? 1) > 1;

export const olderAsked = (state: RoomState): RoomState => ({ ...state, older: "loading", below: [] });
export const olderFailed = (state: RoomState): RoomState =>
  state.older === "loading" ? { ...state, older: "failed", below: [] } : state;

/** The page of messages before `before`; one that was asked of a log since replaced is left out. */
export function olderLoaded(state: RoomState, before: number, page: ReadonlyArray<Message>): RoomState {
  if (state.older !== "loading" || state.messages[0]?.seq !== before) return state;
  const late = new Map<string, Message>();
  for (const message of state.below) {
    if ((late.get(message.id)?.revision ?? 0) < message.revision) late.set(message.id, message);
  }
  const older = bySeq(page)
    .filter((message) => message.seq < before)
    .map((message) => {
      const change = late.get(message.id);
      return change && change.revision > message.revision ? change : message;
    });
  return { ...state, messages: [...older, ...state.messages], older: "idle", below: [] };
}

/** Keeps the latest `keep` messages, for rooms left open all day. */
export function trimmed(state: RoomState, keep: number): RoomState {
  if (state.older === "loading" || state.messages.length <= keep) return state;
  return { ...state, messages: state.messages.slice(-keep) };
}

/** A break in the connection: nothing is known to be missing, but it may be. */
export const broken = (state: RoomState): RoomState => ({ ...state, behind: true });

export const readUpTo = (state: RoomState, seq: number): RoomState =>
  seq > state.readSeq ? { ...state, readSeq: seq } : state;

/** Messages of others after `from` (a seq) that are not removed; those before the first one held count as they are. */
export function unreadAfter(state: RoomState, from: number, me: string): number {
  const first = state.messages[0];
  if (!first) return 0;
  const waiting = state.messages.filter((one) => one.seq > from && one.senderId !== me && !one.removed);
  return waiting.length + Math.max(0, first.seq - 1 - from);
}

export const muted = (state: RoomState, until: string | null): RoomState => ({ ...state, mutedUntil: until });

export function typed(state: RoomState, userId: string, now: number): RoomState {
  const others = state.typing.filter((one) => one.userId !== userId && one.until > now);
  return { ...state, typing: [...others, { userId, until: now + typingLasts }] };
}

/** Takes away who has stopped. */
export function typingAt(state: RoomState, now: number): RoomState {
  const typing = state.typing.filter((one) => one.until > now);
  return typing.length === state.typing.length ? state : { ...state, typing };
}
