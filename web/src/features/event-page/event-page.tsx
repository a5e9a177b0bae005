"use client";

import { useState } from "react";

import { later } from "@/components/ui/later";
import { TakenDown } from "@/features/live-event";
import { EventZoneProvider } from "@/lib/whose-clock";

import { EventAgenda } from "./agenda";
import { EventAside, EventEntry } from "./aside";
import type { EventBodyProps, EventView } from "./event-view";
import { EventHead } from "./head";
import type { LoadedEvent } from "./load-event";

/** What is known once it is live. */
export type LiveLook = Pick<EventBodyProps, "onStar"> & {
  view: EventView | null;
  gone: boolean;
  /** Asks again. */ retry: () => void;
};
const EventLive = later(() => import("./event-live").then((one) => one.EventLive));

/**
 * The public page of an event: as the server drew it at first, then live for as long as it is open, by what comes after
 * the page's own scripts. The server's answer holds until the first live one; a failure to get that leaves it standing.
 */
export function EventPage({ view: first, host, at }: LoadedEvent) {
  const [live, setLive] = useState<LiveLook | null>(null);
  const view = live?.view ?? first;
  const { slug, timeZone } = view.event;
  return (
    <EventZoneProvider zone={timeZone}>
      {live?.gone ? (
        <TakenDown onLook={live.retry} />
      ) : (
        <EventBody view={view} host={host} at={at} onChange={() => live?.retry()} onStar={live?.onStar} />
      )}
      <EventLive slug={slug} at={at} onLook={setLive} />
    </EventZoneProvider>
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
