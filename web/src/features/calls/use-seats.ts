"use client";

import type { CallInfoFragment } from "@/gen/graphql";
import { useStore } from "@/lib/use-store";
import type { PeerView, QualityLevel } from "@/rtc";

import { everybody, placesOf, ringOf, type CallPerson, type CallRing } from "./company";
import type { LiveIn } from "./live-call";
import { nobody, type Seats } from "./seats";

/** One place in the call: everybody who was invited has one from the start, so that nothing moves when they come. */
export type Seat = {
  person: CallPerson;
  /** Of the event's team. */
  inTeam: boolean;
  me: boolean;
  peerId: string | null;
  status: "in" | "connecting" | "reconnecting" | "ringing" | "declined" | "missed" | "absent" | "left";
  muted: boolean;
  speaking: boolean;
  camera: MediaStream | null;
  screen: MediaStream | null;
  quality: QualityLevel;
};

export type Known = {
  me: string;
  seats: Seats;
  peers: readonly PeerView[];
  /** Pages that this one has been connected to. */
  met: ReadonlySet<string>;
  /** People who have been in the call before. */
  seen: ReadonlySet<string>;
  rings: readonly CallRing[];
  staff: readonly string[];
};

const outside = { muted: false, speaking: false, camera: null, screen: null, quality: "unknown" } as const;

function away(person: CallPerson, { rings, seen }: Known): Seat["status"] {
  const ring = ringOf(rings, person.id);
  if (ring && ring.state !== "answered") return ring.state;
  return ring || seen.has(person.id) ? "left" : "absent";
}

/** What the tile of one of the others shows. */
export function seatOf(person: CallPerson, known: Known): Seat {
  const peerId = [...known.seats].find(([, user]) => user === person.id)?.[0] ?? null;
  const peer = known.peers.find(({ id }) => id === peerId);
  const base = { person, inTeam: known.staff.includes(person.id), me: false, peerId };
  if (peerId === null) {
    return { ...base, status: away(person, known), ...outside };
  }
  // A page that is loaded anew says goodbye, and is still in the call.
  const expected = known.met.has(peerId) ? "reconnecting" : "connecting";
  if (!peer) return { ...base, status: expected, ...outside };
  const { streams, muted, speaking, quality } = peer;
  return {
    ...base,
    status: peer.status === "connected" ? "in" : expected,
    muted,
    speaking: speaking && !muted,
    camera: peer.camera ? (streams?.camera ?? null) : null,
    screen: peer.screen ? (streams?.screen ?? null) : null,
    quality: quality.level,
  };
}

/** Everybody's places: the others as the call names them, then oneself. */
export function useSeats(call: CallInfoFragment, me: string, { rtc, signalling, company }: LiveIn): Seat[] {
  const seen = useStore(company.seen);
  const { peers, met, selfSpeaking } = useStore(rtc.state);
  const local = useStore(rtc.local.state);
  const seats = useStore(signalling.seats, nobody);
  const people = placesOf(everybody(call), me, new Set(seats.values()), call.rings);
  const known = { me, seats, peers, met, seen, rings: call.rings, staff: call.staffIds };
  const own = people.find((person) => person.id === me);
  const mine: Seat[] = own
    ? [
        {
          person: own,
          inTeam: call.staffIds.includes(me),
          me: true,
          peerId: signalling.self,
          status: "in",
          muted: local.muted || !local.microphone.track,
          speaking: selfSpeaking && !local.muted,
          camera: local.cameraStream,
          screen: local.screenStream,
          quality: "unknown",
        },
      ]
    : [];
  return [...people.filter((person) => person.id !== me).map((person) => seatOf(person, known)), ...mine];
}

/** The shared screen that is shown large: the one that was chosen, else somebody else's; and those beside it. */
export function screensOf(
  seats: readonly Seat[],
  chosen: string | null,
): { shown: Seat | null; others: Seat[] } {
  const sharing = seats.filter((seat) => seat.screen !== null);
  const shown =
    sharing.find((seat) => seat.person.id === chosen) ??
    sharing.find((seat) => !seat.me) ??
    sharing[0] ??
    null;
  return { shown, others: sharing.filter((seat) => seat !== shown) };
}
