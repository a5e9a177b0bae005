import { describe, expect, it } from "vitest";

import {
  difference,
  nobody,
  noted,
  seated,
  seatsOf,
  unchanged,
  unseated,
  type Changes,
  type Seats,
} from "./seats";

const ada = { peerId: "pa", userId: "ada" };
const ben = { peerId: "pb", userId: "ben" };
const peersOf = (seats: Seats) => [...seats].map(([peerId, userId]) => ({ peerId, userId }));
const sorted = (seats: Seats) => [...seats].sort();

describe("who is in the call", () => {
  it("has one page per person", () => {
    const two = seated(seated(nobody, ada), ben);
    expect([...seated(two, { peerId: "other", userId: "ada" })]).toEqual([
      ["pb", "ben"],
      ["other", "ada"],
    ]);
    expect(seated(two, ben)).toBe(two);
    expect(unseated(two, "nobody")).toBe(two);
    expect(difference(two, unseated(two, "pa"))).toEqual({ came: [], went: ["pa"] });
  });

  it("trusts pushes that came while the answer was on its way", () => {
    const since = noted(noted(unchanged, ada, false), ben, true);
    expect([...seatsOf({ peers: [ada] }, since)]).toEqual([["pb", "ben"]]);
  });

  it("is what the server has, wherever the answer falls among the pushes", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 300; round++) {
      let truth: Seats = nobody;
      const log = Array.from({ length: 12 }, () => {
        const peer = { peerId: `p${random(5)}`, userId: "" };
        const one = { ...peer, userId: `u${peer.peerId}` };
        const isIn = random(2) === 0;
        truth = isIn ? seated(truth, one) : unseated(truth, one.peerId);
        return { one, isIn, truth };
      });
      // The answer was made after `made` pushes, asked for before, and arrives among later ones.
      const made = random(log.length);
      let changes: Changes = unchanged;
      for (const { one, isIn } of log.slice(random(made + 1))) changes = noted(changes, one, isIn);
      const answer = log[made]?.truth ?? nobody;
      expect(sorted(seatsOf({ peers: peersOf(answer) }, changes))).toEqual(sorted(truth));
    }
  });
});
