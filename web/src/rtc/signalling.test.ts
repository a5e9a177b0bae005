import { describe, expect, it } from "vitest";

import { LIMITS, parseSignal } from "./signalling";

const wrap = (body: unknown): unknown => ({ from: "a", to: "b", body });
const candidate = { candidate: "candidate:1 1 udp 1 1.2.3.4 5 typ host", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" };
const offer = { kind: "description", type: "offer", sdp: "v=0", seq: 1, seen: 0, answers: null };

describe("parseSignal", () => {
  it.each([
    { kind: "hello" },
    offer,
    { ...offer, type: "answer", answers: 3 },
    { kind: "candidates", candidates: [candidate, { ...candidate, sdpMid: null, sdpMLineIndex: null, usernameFragment: null }] },
    { kind: "media", seq: 0, muted: true, camera: false, screen: false },
    { kind: "bye", reason: "full" },
  ])("takes a message as it is sent: $kind", (body) => {
    expect(parseSignal(JSON.parse(JSON.stringify(wrap(body))))).toEqual(wrap(body));
  });

  it("keeps nothing that it does not know", () => {
    expect(parseSignal(wrap({ kind: "hello", extra: 1 }))).toEqual(wrap({ kind: "hello" }));
  });

  it.each([
    null,
    [],
    "x",
    { from: "", to: null, body: { kind: "hello" } },
    { from: "a", body: { kind: "hello" } },
    { from: "a".repeat(LIMITS.id + 1), to: null, body: { kind: "hello" } },
    wrap(null),
    wrap({ kind: "other" }),
    wrap({ ...offer, sdp: "x".repeat(LIMITS.sdp + 1) }),
    wrap({ ...offer, seq: -1 }),
    wrap({ ...offer, seq: 1.5 }),
    wrap({ ...offer, answers: 1 }),
    wrap({ ...offer, type: "answer" }),
    wrap({ ...offer, type: "rollback" }),
    wrap({ kind: "candidates", candidates: Array.from({ length: LIMITS.candidates + 1 }, () => candidate) }),
    wrap({ kind: "candidates", candidates: [{ ...candidate, candidate: 7 }] }),
    wrap({ kind: "candidates", candidates: [{ candidate: "x" }] }),
    wrap({ kind: "media", seq: 0, muted: 1, camera: false, screen: false }),
    wrap({ kind: "bye", reason: "kicked" }),
  ])("refuses %j", (value) => {
    expect(parseSignal(value)).toBeNull();
  });
});
