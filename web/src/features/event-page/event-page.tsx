"use client";

import { useMemo } from "react";

import { LiveEventProvider, TakenDown, useIsGone, useLive, useStar } from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useSession } from "@/lib/session";
import { useGuestSocket } from "@/lib/socket";

import { EventAgenda } from "./agenda";
import { EventAside } from "./aside";
import { eventView, type EventBodyProps } from "./event-view";
import { EventHead } from "./head";
import type { LoadedEvent } from "./load-event";

/** The public page of an event: as the server drew it at first, then live for as long as it is open. */
export function EventPage(loaded: LoadedEvent) {
  const session = useSession();
  useGuestSocket();
  const who = session.status === "in" ? session.user.id : session.status === "out" ? "nobody" : null;
  const { slug } = loaded.view.event;
  return (
    // No key by who looks: what was focused or opened before that is known stays.
    <LiveEventProvider key={slug} slug={slug} who={who}>
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

function EventBody(props: EventBodyProps) {
  return (
    <div className="grid gap-x-16 gap-y-8 lg:grid-cols-[minmax(0,1fr)_336px]">
      <div className="min-w-0">
        <EventHead {...props} />
        <EventAgenda {...props} />
      </div>
      <EventAside {...props} />
    </div>
  );
}
