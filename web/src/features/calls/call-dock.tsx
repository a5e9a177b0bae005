"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect } from "react";

import { RingingCallsDocument } from "@/gen/graphql";
import { useSession } from "@/lib/session";
import { on, onResync } from "@/lib/socket";
import { useStore } from "@/lib/use-store";

import { rings, shownCall } from "./calls";
import { ringOf } from "./company";
import { IncomingCall } from "./incoming-call";
import { expired, loaded, rang, silence, stopped, type Rung } from "./rings";
import { playRing, readRingMuted, ringMuted } from "./tone";

/** Place once, in the root layout: rings when somebody calls, on every page. */
export function CallDock() {
  const session = useSession();
  return session.status === "in" ? <Dock key={session.user.id} me={session.user.id} /> : null;
}

function Dock({ me }: { me: string }) {
  useRings(me);
  const { ringing } = useStore(rings, silence);
  const shown = useStore(shownCall, null);
  const loud = ringing.filter((ring) => ring.callId !== shown);
  const muted = useStore(ringMuted, false);
  const rung = loud.length > 0;
  useEffect(() => (rung && !muted ? playRing() : undefined), [rung, muted]);
  return (
    <div className="pointer-events-none fixed inset-x-4 top-16 z-[70] flex flex-col items-end gap-2 max-md:top-3">
      {loud.map((ring) => (
        <IncomingCall key={`${ring.callId} ${ring.nth}`} ring={ring} me={me} />
      ))}
    </div>
  );
}

/** Keeps `rings` true: pushes, what rang before this page was there, and the end of what was missed. */
function useRings(me: string): void {
  const client = useApolloClient();
  useEffect(() => {
    readRingMuted();
    const load = async () => {
      const before = rings.get();
      const { data } = await client
        .query({ query: RingingCallsDocument, fetchPolicy: "network-only" })
        .catch(() => ({ data: undefined }));
      const told = data?.ringingCalls.map((call) => rungBy(call, me));
      if (told) rings.set(loaded(rings.get(), told, before, Date.now()));
    };
    const stops = [
      on("call.ringing", ({ call }) => rings.set(rang(rings.get(), rungBy(call, me), Date.now()))),
      on("call.ring_ended", ({ callId, nth }) => rings.set(stopped(rings.get(), callId, nth))),
      on("call.ended", ({ callId }) => rings.set(stopped(rings.get(), callId))),
      onResync(() => void load()),
    ];
    const timer = setInterval(() => rings.set(expired(rings.get(), Date.now())), 1_000);
    void load();
    return () => {
      for (const end of stops) end();
      clearInterval(timer);
      rings.set(silence);
    };
  }, [client, me]);
}

/** The time that this call rings me. */
function rungBy(call: { id: string; rings: readonly { personId: string; nth: number }[] }, me: string): Rung {
  return { callId: call.id, nth: ringOf(call.rings, me)?.nth ?? 1 };
}
