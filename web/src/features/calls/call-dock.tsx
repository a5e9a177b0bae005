"use client";

import { useEffect } from "react";

import { stateOf } from "@/lib/live-query";
import { useSession } from "@/lib/session";
import { perPerson, useLiveQuery } from "@/lib/use-live-query";
import { useStore } from "@/lib/use-store";

import { shownCall } from "./calls";
import { IncomingCall } from "./incoming-call";
import { silence, stopped } from "./rings";
import { createRings } from "./rings-store";
import { playRing, readRingMuted, ringMuted } from "./tone";

/** Place once, in the root layout: rings when somebody calls, on every page. */
export function CallDock() {
  const session = useSession();
  return session.status === "in" ? <Dock key={session.user.id} me={session.user.id} /> : null;
}

const useRings = perPerson(createRings);

function Dock({ me }: { me: string }) {
  const rings = useRings(me);
  const { ringing } = stateOf(useLiveQuery(rings)) ?? silence;
  const shown = useStore(shownCall, null);
  const loud = ringing.filter((ring) => ring.callId !== shown);
  const muted = useStore(ringMuted, false);
  const rung = loud.length > 0;
  // Kept in the storage, which the server does not see.
  useEffect(readRingMuted, []);
  // The sound is the page's, not React's.
  useEffect(() => (rung && !muted ? playRing() : undefined), [rung, muted]);
  return (
    <div className="pointer-events-none fixed inset-x-4 top-16 z-[70] flex flex-col items-end gap-2 max-md:top-3">
      {loud.map((ring) => (
        <IncomingCall
          key={`${ring.callId} ${ring.nth}`}
          ring={ring}
          me={me}
          onSilent={() => rings?.change((state) => stopped(state, ring.callId, ring.nth))}
        />
      ))}
    </div>
  );
}
