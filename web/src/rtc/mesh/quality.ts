export type QualityLevel = "unknown" | "good" | "fair" | "poor";

/** One look at a connection. Rates are over the time since the look before; null where nothing is known. */
export interface Quality {
  readonly level: QualityLevel;
  readonly rttMs: number | null;
  /** Packets that did not arrive here, 0 to 1, audio and video together. */
  readonly loss: number | null;
  readonly inboundKbps: number | null;
  /** Since the connection began. */
  readonly framesDecoded: number;
  readonly audioEnergy: number;
  /** True if the path leads over a TURN server. */
  readonly relayed: boolean;
}

export const UNKNOWN_QUALITY: Quality = {
  level: "unknown",
  rttMs: null,
  loss: null,
  inboundKbps: null,
  framesDecoded: 0,
  audioEnergy: 0,
  relayed: false,
};

/** Beyond these, talk begins to suffer (fair), or is hard (poor): ITU-T G.114 for delay; Opus conceals some 5 % of loss. */
const FAIR = { rttMs: 250, loss: 0.03 };
const POOR = { rttMs: 500, loss: 0.1 };

/** The numbers of a report that the next one is compared with. */
export interface Counters {
  readonly at: number;
  readonly received: number;
  readonly lost: number;
  readonly bytes: number;
}

/** The fields that we read, of all kinds of entry; every one may be missing. */
interface Entry {
  readonly type: string;
  readonly id: string;
  readonly state?: string;
  readonly nominated?: boolean;
  readonly currentRoundTripTime?: number;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly bytesReceived?: number;
  readonly framesDecoded?: number;
  readonly totalAudioEnergy?: number;
}

export type StatsReport = Pick<RTCStatsReport, "forEach">;

/** Reads a report of `getStats`; `before` is what the last call gave. `now` in ms. */
export function assess(report: StatsReport, before: Counters | null, now: number): { quality: Quality; counters: Counters } {
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => entries.push(entry));
  const inbound = entries.filter((entry) => entry.type === "inbound-rtp");
  const sum = (pick: (entry: Entry) => number | undefined): number => inbound.reduce((total, one) => total + (pick(one) ?? 0), 0);
  const counters: Counters = {
    at: now,
    received: sum((entry) => entry.packetsReceived),
    lost: sum((entry) => entry.packetsLost),
    bytes: sum((entry) => entry.bytesReceived),
  };
  const pair = selectedPair(entries);
  const rttMs = pair?.currentRoundTripTime === undefined ? null : Math.round(pair.currentRoundTripTime * 1000);
  const loss = before && lossBetween(before, counters);
  const quality: Quality = {
    level: grade(rttMs, loss),
    rttMs,
    loss,
    inboundKbps: before && now > before.at ? Math.max(0, Math.round(((counters.bytes - before.bytes) * 8) / (now - before.at))) : null,
    framesDecoded: sum((entry) => entry.framesDecoded),
    audioEnergy: sum((entry) => entry.totalAudioEnergy),
    relayed: entries.some((entry) => entry.id === pair?.localCandidateId && entry.candidateType === "relay"),
  };
  return { quality, counters };
}

function selectedPair(entries: readonly Entry[]): Entry | undefined {
  const chosen = entries.find((entry) => entry.type === "transport" && entry.selectedCandidatePairId)?.selectedCandidatePairId;
  // Firefox has no transport entry, but marks the pair.
  return entries.find((entry) => (chosen ? entry.id === chosen : entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded"));
}

function lossBetween(before: Counters, after: Counters): number | null {
  const lost = Math.max(0, after.lost - before.lost); // late packets are un-lost, which can make it negative
  const expected = lost + Math.max(0, after.received - before.received);
  return expected === 0 ? null : lost / expected;
}

function grade(rttMs: number | null, loss: number | null): QualityLevel {
  if (rttMs === null && loss === null) return "unknown";
  const beyond = (limit: typeof FAIR): boolean => (rttMs ?? 0) > limit.rttMs || (loss ?? 0) > limit.loss;
  if (beyond(POOR)) return "poor";
  return beyond(FAIR) ? "fair" : "good";
}
