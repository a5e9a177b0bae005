"use client";

import { useMemo } from "react";

import { LiveEventProvider, TakenDown, nobodyHere, useIsGone, useLive, useStar } from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useSession } from "@/lib/session";
import { useGuestSocket } from "@/lib/socket";

import { EventAgenda } from "./agenda";
import { EventAside, EventEntry } from "./aside";
import { eventView, type EventBodyProps } from "./event-view";
import { EventHead } from "./head";
import type { LoadedEvent } from "./load-event";

/** The public page of an event: as the server drew it at first, then live for as long as it is open. */
export function EventPage(loaded: LoadedEvent) {
  const session = useSession();
  useGuestSocket();
  const who = session.status === "in" ? session.user.id : session.status === "out" ? nobodyHere : null;
  const { slug } = loaded.view.event;
  return (
    // No key by who looks: what was focused or opened before that is known stays.
    <LiveEventProvider key={slug} slug={slug} who={who} look="page">
      <LiveBody {...loaded} />
    </LiveEventProvider>
  );
}

/** The server's answer holds until the first live one; a failure to get that leaves it standing. */
function LiveBody({ view: first, host, at }: LoadedEvent) {
  const live = useLive();
  const star = useStar();
  const clock = useNow() ?? at;
  const now = Math.floor(clock / 30_000) * 30_000;
  const state = live.status === "ready" ? live.state : null;
  const gone = useIsGone(state);
  const view = useMemo(() => (state ? eventView(state, now) : first), [state, now, first]);
  if (gone) return <TakenDown onLook={live.retry} />;
  return (
    <EventBody view={view} host={host} at={at} onChange={live.retry} onStar={state ? star : undefined} />
  );
}

/**
 * What it is, then coming in: by Tab, and on a phone, nobody has to go past the agenda for that. In a wide window coming
 * in stands at the side, and what else is there is right under it, which is why that adds nothing to the rows' heights.
 */
function EventBody(props: EventBodyProps) {
  return (
    <div className="grid gap-x-16 lg:grid-cols-[minmax(0,1fr)_336px] lg:grid-rows-[auto_1fr_auto]">
      <EventHead {...props} className="min-w-0 lg:row-span-2" />
      <EventEntry {...props} className="min-w-0 max-lg:mt-6 max-lg:max-w-[480px]" />
      <EventAgenda {...props} className="min-w-0 lg:col-start-1 lg:row-start-3" />
      <EventAside
        {...props}
        className="min-w-0 max-lg:max-w-[480px] lg:col-start-2 lg:row-span-2 lg:row-start-2 lg:h-0"
      />
    </div>
  );
}
