import type { JoinedCall, Peer } from "@/gen/sockets";

/** Who is in the call: peer id → user id, ourselves included. */
export type Seats = ReadonlyMap<string, string>;

/** What pushes said since a join was sent: a peer and whether it is in. */
export type Changes = ReadonlyMap<string, { readonly userId: string; readonly in: boolean }>;

export const nobody: Seats = new Map();
export const unchanged: Changes = new Map();

export function seated(seats: Seats, { peerId, userId }: Peer): Seats {
  if (seats.get(peerId) === userId) return seats;
  const next = new Map([...seats].filter(([, user]) => user !== userId)); // one page per person
  return next.set(peerId, userId);
}

export function unseated(seats: Seats, peerId: string): Seats {
  if (!seats.has(peerId)) return seats;
  const next = new Map(seats);
  next.delete(peerId);
  return next;
}

export function noted(changes: Changes, { peerId, userId }: Peer, isIn: boolean): Changes {
  return new Map(changes).set(peerId, { userId, in: isIn });
}

/**
 * The state that an answer to a join gives. Pushes that came while it was on its way are newer than what it says.
 */
export function seatsOf(joined: Pick<JoinedCall, "peers">, since: Changes): Seats {
  let seats: Seats = nobody;
  for (const peer of joined.peers) seats = seated(seats, peer);
  for (const [peerId, { userId, in: isIn }] of since)
    seats = isIn ? seated(seats, { peerId, userId }) : unseated(seats, peerId);
  return seats;
}

/** Who came and who went between two states. */
export function difference(before: Seats, after: Seats): { came: string[]; went: string[] } {
  return {
    came: [...after.keys()].filter((peer) => !before.has(peer)),
    went: [...before.keys()].filter((peer) => !after.has(peer)),
  };
}
