import type { Message } from "@/gen/sockets";
import { dayKey } from "@/lib/time";
import type { ProblemShape } from "@/lib/problem";

import type { Outgoing } from "./outbox-state";
import type { RoomState } from "./room-state";

/** A message as it is shown, saved or on its way. */
export type Line = {
  readonly id: string;
  /** Null while it is on its way. */
  readonly seq: number | null;
  readonly senderId: string;
  readonly body: string;
  readonly mentions: ReadonlyArray<string> | null;
  readonly sentAt: string;
  readonly removed: boolean;
  readonly problem: ProblemShape | null;
};
export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: string }
  | { readonly kind: "new"; readonly key: string }
  | {
      readonly kind: "line";
      readonly key: string;
      readonly line: Line;
      /** With face, name and time. */ readonly head: boolean;
    };

/** Messages of one person within this time stand together. */
const together = 5 * 60_000;

const lines = new WeakMap<Message | Outgoing, Line>();

function saved(message: Message): Line {
  let line = lines.get(message);
  if (!line) {
    line = { ...message, problem: null };
    lines.set(message, line);
  }
  return line;
}

function onItsWay(one: Outgoing, me: string): Line {
  let line = lines.get(one);
  if (!line) {
    const sentAt = new Date(one.at).toISOString();
    const { id, body, problem } = one;
    line = { id, seq: null, senderId: me, body, mentions: null, sentAt, removed: false, problem };
    lines.set(one, line);
  }
  return line;
}

/** What the log shows, from the oldest held to what is on its way: mine that came early stand where they will be. */
export function linesOf(state: RoomState, outgoing: ReadonlyArray<Outgoing>, me: string): Line[] {
  const last = state.messages[state.messages.length - 1]?.seq ?? 0;
  const early = state.ahead.filter((one) => one.senderId === me && one.seq > last && !one.removed);
  const all = [...state.messages, ...early];
  const recent = new Set(all.slice(-200).map((one) => one.id));
  const waiting = outgoing.filter((one) => !recent.has(one.id));
  return [...all.map(saved), ...waiting.map((one) => onItsWay(one, me))];
}

const days = new WeakMap<Line, string>();
let daysIn = "";

/** The day of a line, worked out once: calendars are slow, logs are long. */
function dayOf(line: Line, zone: string): string {
  const known = zone === daysIn ? days.get(line) : undefined;
  if (known) return known;
  daysIn = zone;
  const day = dayKey(line.sentAt, zone);
  days.set(line, day);
  return day;
}

/** The rows of a log: days, where the new ones begin (`newAfter`: the seq before), people's messages in groups. */
export function rowsOf(all: ReadonlyArray<Line>, newAfter: number | null, zone: string): Row[] {
  const rows: Row[] = [];
  let before: Line | null = null;
  let day = "";
  let marked = newAfter === null;
  for (const line of all) {
    const today = dayOf(line, zone);
    let apart = !before || before.senderId !== line.senderId || before.removed !== line.removed;
    // Only forward: a clock that is wrong does not make yesterday again.
    if (today > day) {
      rows.push({ kind: "day", key: `day ${today}`, at: line.sentAt });
      day = today;
      apart = true;
    }
    if (!marked && line.seq !== null && newAfter !== null && line.seq > newAfter) {
      rows.push({ kind: "new", key: "new" });
      marked = true;
      apart = true;
    }
    if (before && Date.parse(line.sentAt) - Date.parse(before.sentAt) > together) apart = true;
    rows.push({ kind: "line", key: line.id, line, head: apart });
    before = line;
  }
  return rows;
}
