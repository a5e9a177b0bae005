import { limits } from "@/gen/limits";
import { t } from "@/lib/i18n";
import { isObject, objectFrom } from "@/lib/json";
import { cut, wellFormed } from "@/lib/plain";
import { problemFrom, type ProblemShape } from "@/lib/problem";

/** A message on its way: kept until the server has it. `id` is what makes sending it twice the same as once. */
export type Outgoing = {
  readonly id: string;
  readonly roomId: string;
  readonly body: string;
  /** ms since 1970: the order of sending. */
  readonly at: number;
  /** Why the server does not take it; null while it is on its way. */
  readonly problem: ProblemShape | null;
};

const inOrder = (a: Outgoing, b: Outgoing) => a.at - b.at || (a.id < b.id ? -1 : 1);

/** With this one in it, as it is now. */
export const put = (all: ReadonlyArray<Outgoing>, one: Outgoing): ReadonlyArray<Outgoing> =>
  [...all.filter((other) => other.id !== one.id), one].sort(inOrder);

export const without = (all: ReadonlyArray<Outgoing>, id: string): ReadonlyArray<Outgoing> =>
  all.some((one) => one.id === id) ? all.filter((one) => one.id !== id) : all;

/** As many go together in one request, and as much of them: the server takes 20, and 64 kB with what is around them. */
const mostTogether = 20;
const mostUnits = 16_000;

/** The next to send to a room together: the first that was not refused, and what comes after it. */
export function nextTogether(all: ReadonlyArray<Outgoing>, roomId: string): Outgoing[] {
  let left = mostUnits;
  const next: Outgoing[] = [];
  for (const one of all) {
    if (one.roomId !== roomId || one.problem) continue;
    left -= one.body.length;
    if (next.length === mostTogether || (left < 0 && next.length)) break;
    next.push(one);
  }
  return next;
}

/** Rooms with something to send. */
export const roomsWaiting = (all: ReadonlyArray<Outgoing>): string[] => [
  ...new Set(all.filter((one) => !one.problem).map((one) => one.roomId)),
];

/** The last moment that dates can say, ms since 1970. */
const endOfTime = 8.64e15;
const longest = limits["chat.send"].body.max;
/** Beyond this many times the longest, the server closes the connection rather than read it. */
const farTooLong = 4;
/** Of a longer one, so many UTF-16 units are kept. */
const mostKept = farTooLong * longest;

/** Reads one kept by an earlier page, which may have let through what this one does not; null for what is not one. */
export function parseOutgoing(raw: string | null): Outgoing | null {
  const { id, roomId, body, at, problem } = objectFrom(raw) ?? {};
  if (typeof id !== "string" || typeof roomId !== "string") return null;
  if (typeof body !== "string" || typeof at !== "number" || !(at >= 0 && at <= endOfTime)) return null;
  // What nobody could ever send is not held whole: its beginning is enough to write it anew.
  const one = { id, roomId, body: wellFormed(cut(body, mostKept)), at };
  if (isObject(problem) && typeof problem.message === "string")
    return { ...one, problem: problemFrom(problem) };
  if (body.length <= mostKept) return { ...one, problem: null };
  const message = t("chat.tooLong", { count: body.length - longest });
  return { ...one, problem: { code: "too_large", message } };
}
