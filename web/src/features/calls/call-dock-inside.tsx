"use client";

import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

import { Inside } from "@/components/frame";
import { later } from "@/components/ui/later";
import { toast } from "@/components/ui/toast";
import { useWindowEvent } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { stateOf } from "@/lib/live-query";
import { perPerson, useLiveQuery } from "@/lib/use-live-query";
import { useStore } from "@/lib/use-store";

import { callPath, shownCall } from "./calls";
import { companyOf, namesOf } from "./company";
import { followTabs, useInCall } from "./elsewhere";
import { LeaveFirst } from "./leave-first";
import { ended, ongoing, type Ended } from "./ongoing";
import { silence, stopped } from "./rings";
import { createRings } from "./rings-store";
import { playRing, readRingMuted, ringMuted } from "./tone";
import { WayBack } from "./way-back";

/** What the dock has in it for who is signed in. */
export function CallDockInside({ me }: { me: string }) {
  // Tabs are outside React.
  useEffect(() => followTabs(me), [me]);
  return (
    <Inside>
      <Ringing key={me} me={me} />
      <GoesOn />
      <WayBack me={me} />
      <LeaveFirst />
    </Inside>
  );
}

// Where nobody calls, nothing of a call comes.
const IncomingCall = later(() => import("./incoming-call").then((one) => one.IncomingCall));
const Sounds = later(() => import("./sounds").then((one) => one.Sounds));
const MiniCall = later(() => import("./mini-call").then((one) => one.MiniCall));

/** The call that this tab is in: its sound, whatever page is shown, and a small window where it is not that page. */
function GoesOn() {
  const t = useT();
  const current = useStore(ongoing, null);
  const live = useStore(current?.live.state ?? none);
  const path = usePathname();
  const here = current !== null && path === callPath(current.call.event.slug, current.call.id);
  // Taken out of the browser's cupboard, its call is long over: begin anew.
  useWindowEvent("pageshow", (event) => event.persisted && ongoing.get() && window.location.reload());
  const sayEnd = useEffectEvent(({ call, me, over }: Ended) => {
    if (over === "hung-up" || path === callPath(call.event.slug, call.id)) return;
    const names = namesOf(companyOf(call, me));
    toast({
      key: "call-over",
      title: t("video.over", { why: over, names }),
      body: t("video.overBody", { why: over }),
    });
  });
  // The end of a call is an event: where its page is not shown, it is said.
  useEffect(
    () =>
      ended.subscribe(() => {
        const end = ended.get();
        if (end) sayEnd(end);
      }),
    [],
  );
  if (!current || live?.phase !== "in") return null;
  return (
    <>
      <Sounds rtc={live.rtc} />
      {!here && <MiniCall current={current} live={live} />}
    </>
  );
}

const none = { get: () => null, subscribe: () => () => undefined };

const useRings = perPerson(createRings);

function Ringing({ me }: { me: string }) {
  const rings = useRings(me);
  const { ringing } = stateOf(useLiveQuery(rings)) ?? silence;
  const shown = useStore(shownCall, null);
  const current = useInCall();
  const loud = ringing.filter(({ callId }) => callId !== shown && callId !== current?.call.id);
  const muted = useStore(ringMuted, false);
  const rung = loud.length > 0;
  // Kept in the storage, which the server does not see.
  useEffect(readRingMuted, []);
  // The sound is the page's, not React's.
  useEffect(() => (rung && !muted ? playRing() : undefined), [rung, muted]);
  return (
    <div className="pointer-events-none fixed inset-x-4 top-16 z-[70] flex flex-col items-end gap-2 max-md:top-3 min-[1200px]:inset-e-94">
      {loud.map((ring, index) => (
        <IncomingCall
          key={`${ring.callId} ${ring.nth}`}
          ring={ring}
          me={me}
          current={current}
          first={index === 0}
          onSilent={() => rings?.change((state) => stopped(state, ring.callId, ring.nth))}
        />
      ))}
    </div>
  );
}
