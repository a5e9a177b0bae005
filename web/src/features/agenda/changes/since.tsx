"use client";

import { lazy, Suspense, useEffect, useState } from "react";

import type { LiveState } from "@/features/live-event";
import { useSession } from "@/lib/session";

import { keepLooked, lookedAt } from "./looked";

const Strip = lazy(() => import("./since-strip"));

type SinceProps = { state: LiveState; /** The agenda's. */ zone: string };

/** What changed since whoever looks was here last; nothing on a first visit, and nothing is loaded when nothing has. */
export function SinceYouLooked({ state, zone }: SinceProps) {
  const session = useSession();
  const { event, agenda } = state;
  const who = session.status === "in" ? session.user.id : session.status;
  const [looked, setLooked] = useState<{ who: string; version: number } | null>(null);
  // Storage is outside React; a first visit begins with what is published now.
  useEffect(() => {
    if (who === "unknown") return;
    const kept = lookedAt(event.id);
    if (kept === null) keepLooked(event.id, agenda.published);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- what storage says is known here first
    setLooked({ who, version: kept ?? agenda.published });
    // Only for another person or event: what is published meanwhile is news.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [who, event.id]);
  if (looked?.who !== who || agenda.published <= looked.version) return null;
  const done = () => {
    keepLooked(event.id, agenda.published);
    setLooked({ who, version: agenda.published });
  };
  return (
    <Suspense>
      <Strip key={agenda.published} state={state} zone={zone} since={looked.version} onDone={done} />
    </Suspense>
  );
}
