import { describe, expect, it } from "vitest";

import { Scope } from "../scope";
import type { SignalBody } from "../signalling";
import { FakeClock } from "../testing/fake-clock";
import { FakeConnection } from "../testing/fake-connection";
import { Negotiation } from "./negotiation";

/** The same numbers for the same seed, so that a failure can be had again. */
function random(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

class Pair {
  readonly clock = new FakeClock();
  readonly scope = new Scope();
  readonly faults: unknown[] = [];
  readonly flying: { readonly to: 0 | 1; readonly body: SignalBody }[] = [];
  readonly connections = [new FakeConnection(), new FakeConnection()] as const;
  readonly ends: readonly [Negotiation, Negotiation];

  constructor() {
    this.ends = [this.#end(0), this.#end(1)];
  }

  deliver(index: number, keep = false): void {
    const one = keep ? this.flying[index] : this.flying.splice(index, 1)[0];
    if (one && (one.body.kind === "description" || one.body.kind === "candidates")) this.ends[one.to].receive(one.body);
  }

  async calm(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      while (this.flying.length > 0) {
        this.deliver(0);
        await this.clock.advance(0);
      }
      await this.clock.advance(1_000);
    }
  }

  #end(side: 0 | 1): Negotiation {
    return new Negotiation({
      connection: this.connections[side].real,
      polite: side === 0,
      scope: this.scope,
      clock: this.clock,
      send: (body) => void this.flying.push({ to: side === 0 ? 1 : 0, body }),
      prepareAnswer: () => undefined,
      onFault: (error) => void this.faults.push(error),
    });
  }
}

async function storm(seed: number): Promise<Pair> {
  const pair = new Pair();
  const next = random(seed);
  for (let step = 0; step < 60; step++) {
    const dice = next();
    const index = Math.floor(next() * pair.flying.length);
    if (dice < 0.2) pair.connections[next() < 0.5 ? 0 : 1].restartIce();
    else if (dice < 0.6) pair.deliver(index);
    else if (dice < 0.75) pair.deliver(index, true);
    else if (dice < 0.85) pair.flying.splice(index, 1);
    else await pair.clock.advance(next() * 4_000);
    if (next() < 0.7) await pair.clock.advance(0);
  }
  await pair.calm();
  return pair;
}

describe("negotiation", () => {
  it("agrees, whatever is lost, doubled, late or out of order", async () => {
    let offers = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const { connections, faults } = await storm(seed);
      expect(faults, `seed ${seed}`).toEqual([]);
      expect(connections.map((one) => one.signalingState), `seed ${seed}`).toEqual(["stable", "stable"]);
      expect(connections[0].agreed, `seed ${seed}`).toBe(connections[1].agreed);
      offers += connections[0].restarts + connections[1].restarts;
    }
    expect(offers).toBeGreaterThan(2_000);
  });

  it("gives way on the polite side only", async () => {
    const pair = new Pair();
    for (const connection of pair.connections) connection.restartIce();
    await pair.clock.advance(0);
    expect(pair.flying.map(({ body }) => body.kind)).toEqual(["description", "description"]);
    const impolite = pair.connections[1].localDescription?.sdp ?? "?";
    pair.deliver(0);
    pair.deliver(0);
    await pair.clock.advance(0);
    expect(pair.connections[1].signalingState).toBe("have-local-offer");
    await pair.calm();
    expect(pair.connections[0].agreed).not.toBeNull();
    expect(impolite).toMatch(/^o/);
  });

  it("holds candidates until their description is there, and drops those of another", async () => {
    const { ends, connections, clock } = new Pair();
    const candidate = (name: string, fragment: string) => ({ candidate: name, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: fragment });
    ends[0].receive({ kind: "candidates", candidates: [candidate("ours", "good"), candidate("stale", "bad")] });
    await clock.advance(0);
    expect(connections[0].candidates).toEqual([]);
    const sdp = "x\na=ice-ufrag:good\n";
    ends[0].receive({ kind: "description", type: "offer", sdp, seq: 1, seen: 0, answers: null });
    await clock.advance(0);
    expect(connections[0].candidates).toEqual(["ours"]);
  });

  it("stops everything when its scope closes", async () => {
    const pair = new Pair();
    pair.connections[1].restartIce();
    await pair.clock.advance(0);
    expect(pair.clock.waiting).toBeGreaterThan(0);
    pair.scope.close();
    expect(pair.clock.waiting).toBe(0);
    pair.deliver(0);
    await pair.clock.advance(0);
    expect(pair.connections[0].signalingState).toBe("stable");
  });
});

it("looks for a new path only once the other end has described itself", async () => {
  const pair = new Pair();
  for (const end of pair.ends) end.restartIce();
  await pair.calm();
  expect(pair.connections.map(({ restarts }) => restarts)).toEqual([0, 0]);
  pair.connections[1].restartIce(); // its first offer
  await pair.calm();
  pair.ends[0].restartIce();
  await pair.calm();
  expect(pair.connections[0].restarts).toBe(1);
  expect(pair.connections[0].agreed).toBe(pair.connections[1].agreed);
});
