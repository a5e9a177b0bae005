import { describe, expect, it } from "vitest";

import { assess, type Counters } from "./quality";

type Entry = Record<string, unknown>;

function report(rtt: number | undefined, received: number, lost: number, more: Entry[] = []): Map<string, Entry> {
  const entries: Entry[] = [
    { type: "transport", id: "t", selectedCandidatePairId: "p" },
    { type: "candidate-pair", id: "old", currentRoundTripTime: 9 },
    { type: "candidate-pair", id: "p", currentRoundTripTime: rtt, localCandidateId: "l" },
    { type: "local-candidate", id: "l", candidateType: "relay" },
    { type: "inbound-rtp", id: "v", packetsReceived: received, packetsLost: lost, bytesReceived: received * 1000, framesDecoded: 7 },
    { type: "inbound-rtp", id: "a", totalAudioEnergy: 0.5 },
    ...more,
  ];
  return new Map(entries.map((entry) => [String(entry.id), entry]));
}

const before: Counters = { at: 0, received: 100, lost: 10, bytes: 100_000 };

describe("quality", () => {
  it.each([
    [0.02, 0, "good"],
    [0.3, 0, "fair"],
    [0.02, 5, "fair"],
    [0.6, 0, "poor"],
    [0.02, 20, "poor"],
  ] as const)("grades %s s and %s lost of a hundred as %s", (rtt, lost, level) => {
    expect(assess(report(rtt, 200 - lost, 10 + lost), before, 1000).quality.level).toBe(level);
  });

  it("reads the chosen path and sums what arrives", () => {
    const { quality, counters } = assess(report(0.0251, 200, 10), before, 1000);
    expect(quality).toEqual({ level: "good", rttMs: 25, loss: 0, inboundKbps: 800, framesDecoded: 7, audioEnergy: 0.5, relayed: true });
    expect(counters).toEqual({ at: 1000, received: 200, lost: 10, bytes: 200_000 });
  });

  it("does not take late packets for a gain, nor nothing for something", () => {
    expect(assess(report(0.02, 200, 5), before, 1000).quality.loss).toBe(0);
    expect(assess(report(0.02, 100, 10), before, 1000).quality.loss).toBeNull();
    expect(assess(new Map(), null, 0).quality).toMatchObject({ level: "unknown", rttMs: null, loss: null, inboundKbps: null });
  });

  it("finds the path where there is no transport entry", () => {
    const pair = { type: "candidate-pair", id: "f", nominated: true, state: "succeeded", currentRoundTripTime: 0.1 };
    expect(assess(new Map([["f", pair]]), null, 0).quality.rttMs).toBe(100);
  });
});
