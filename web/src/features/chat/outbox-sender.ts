import type { Message, Outcomes } from "@/gen/sockets";
import { t } from "@/lib/i18n";
import { Problem, toProblem } from "@/lib/problem";
import { refusal } from "@/lib/texts";

import type { Outgoing } from "./outbox-state";

/** What sending stands on. */
export type SenderDeps = {
  /** Throws a Problem. */
  send: (message: { roomId: string; id: string; body: string }) => Promise<Message>;
  /** Several in their order: what became of each, up to one that cannot be sent for now. */
  sendAll: (roomId: string, messages: { id: string; body: string }[]) => Promise<Outcomes["outcomes"]>;
  connected: () => boolean;
  /** How often the other side has closed the connection. */
  timesClosed: () => number;
};

/** A message that closes the connection that often is what closes it: it is put aside, and the others go on. */
const mostClosings = 3;

/** What became of one. */
export type Tried = { one: Outgoing; message?: Message | null; problem?: Problem };

/**
 * Sends messages of one room, those that wait together; what it does not answer was not tried. The connection that closes
 * while several are being sent does not say because of which: from then on they go one at a time, until each was answered
 * or has closed it too often.
 */
export function createSender(deps: SenderDeps, kept: () => ReadonlyArray<Outgoing>) {
  const suspects = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();

  async function one({ roomId, id, body }: Outgoing): Promise<Message> {
    if (!deps.connected()) throw new Problem("offline", "");
    const before = deps.timesClosed();
    try {
      const message = await deps.send({ roomId, id, body });
      suspects.delete(id);
      return message;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code !== "offline" || deps.timesClosed() === before) {
        if (!problem.temporary) suspects.delete(id);
        throw problem;
      }
      const closings = (suspects.get(id) ?? 0) + 1;
      suspects.set(id, closings);
      if (closings < mostClosings) throw problem;
      suspects.delete(id);
      throw new Problem("invalid", t("chat.closesConnection"));
    }
  }

  const single = (first: Outgoing): Promise<Tried[]> =>
    one(first).then(
      (message) => [{ one: first, message }],
      (error: unknown) => [{ one: first, problem: toProblem(error) }],
    );

  async function together(batch: Outgoing[], roomId: string): Promise<Tried[]> {
    const before = deps.timesClosed();
    try {
      const outcomes = await deps.sendAll(
        roomId,
        batch.map(({ id, body }) => ({ id, body })),
      );
      return await became(batch, outcomes);
    } catch (error) {
      const problem = toProblem(error);
      // One of them is why, or none: told by sending each alone.
      if (!problem.temporary || deps.timesClosed() !== before)
        for (const { id } of batch) suspects.set(id, suspects.get(id) ?? 0);
      const [first] = batch;
      if (problem.temporary && first) return [{ one: first, problem }];
      return [];
    }
  }

  return (batch: Outgoing[]): Promise<Tried[]> => {
    const [first] = batch;
    if (!first) return Promise.resolve([]);
    // Those that were discarded meanwhile are no longer suspected.
    const held = new Set(kept().map(({ id }) => id));
    for (const id of suspects.keys()) if (!held.has(id)) suspects.delete(id);
    if (suspects.size === 0) return batch.length === 1 ? single(first) : together(batch, first.roomId);
    const turn = last.then(() => single(first));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** What became of those that the server has looked at. */
async function became(batch: Outgoing[], outcomes: Outcomes["outcomes"]): Promise<Tried[]> {
  const all = outcomes.map(async ({ message, problem }, i): Promise<Tried[]> => {
    const tried = batch[i];
    if (!tried) return [];
    return [{ one: tried, message, ...(problem ? { problem: await refusal(problem) } : {}) }];
  });
  return (await Promise.all(all)).flat();
}
