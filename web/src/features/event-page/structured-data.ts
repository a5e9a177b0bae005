import { origin } from "@/lib/origin";
import { cut } from "@/lib/plain";

import type { LoadedEvent } from "./load-event";

const statuses = {
  published: "EventScheduled",
  cancelled: "EventCancelled",
  draft: "EventScheduled",
} as const;

/** The event for search engines (schema.org). */
export function eventData({ view, host }: LoadedEvent): object {
  const { event } = view;
  const url = `${origin()}/e/${event.slug}`;
  const online = { "@type": "VirtualLocation", url };
  const place = event.location ? { "@type": "Place", name: event.location, address: event.location } : null;
  const left = event.capacity === null ? 1 : event.capacity - event.registeredCount;
  return {
    "@type": "Event",
    name: event.name,
    description: event.tagline || cut(event.description, 300),
    startDate: event.startsAt,
    endDate: event.endsAt,
    eventStatus: `https://schema.org/${statuses[event.status]}`,
    eventAttendanceMode: `https://schema.org/${place ? "Mixed" : "Online"}EventAttendanceMode`,
    location: place ? [place, online] : online,
    organizer: { "@type": "Person", name: host.name },
    performer: view.faces.map((face) => ({ "@type": "Person", name: face.name })),
    ...(event.capacity === null ? {} : { maximumAttendeeCapacity: event.capacity }),
    offers: {
      "@type": "Offer",
      price: 0,
      priceCurrency: "EUR",
      url,
      availability: `https://schema.org/${left > 0 ? "InStock" : "SoldOut"}`,
    },
    url,
  };
}
