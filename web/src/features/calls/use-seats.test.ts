import { expect, it } from "vitest";

import type { PeerView } from "@/rtc";

import { seatOf, type Known } from "./use-seats";

const ben = { id: "ben", name: "Ben Example", headline: "" };
const ring = { personId: "ben", callerId: "ada", nth: 1, state: "answered" } as const;
const known: Known = {
  me: "ada",
  seats: new Map([["pb", "ben"]]),
  peers: [],
  met: new Set(),
  seen: new Set(["ben"]),
  rings: [ring],
  staff: [],
};
const peer = (status: PeerView["status"]): PeerView => ({
  id: "pb",
  status,
  streams: null,
  muted: true,
  camera: false,
  screen: false,
  speaking: false,
  quality: { level: "unknown" } as PeerView["quality"],
});
const status = (more: Partial<Known>) => seatOf(ben, { ...known, ...more }).status;

it("says of who is here and not connected whether they come, or come back", () => {
  const met = new Set(["pb"]);
  expect(status({})).toBe("connecting");
  expect(status({ peers: [peer("connecting")] })).toBe("connecting");
  expect(status({ peers: [peer("connected")], met })).toBe("in");
  expect(status({ peers: [peer("reconnecting")], met })).toBe("reconnecting");
  // The page that is loaded anew has said goodbye; then it says hello.
  expect(status({ met })).toBe("reconnecting");
  expect(status({ peers: [peer("connecting")], met })).toBe("reconnecting");
  expect(status({ seats: new Map(), met })).toBe("left");
});
