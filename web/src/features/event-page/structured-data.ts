import { eventThing, personThing, statusThing } from "@/lib/findable";
import { cut } from "@/lib/plain";

import type { LoadedEvent } from "./load-event";

/** The event for search engines (schema.org). */
export function eventData({ view, host }: LoadedEvent): object {
  const { event } = view;
  const thing = eventThing(event);
  const left = event.capacity === null ? 1 : event.capacity - event.registeredCount;
  return {
    ...thing,
    description: event.tagline || cut(event.description, 300),
    eventStatus: statusThing(event),
    eventAttendanceMode: `https://schema.org/${event.location ? "Mixed" : "Online"}EventAttendanceMode`,
    organizer: personThing(host),
    performer: view.faces.map(personThing),
    ...(event.capacity === null ? {} : { maximumAttendeeCapacity: event.capacity }),
    offers: {
      "@type": "Offer",
      price: 0,
      priceCurrency: "EUR",
      url: thing.url,
      availability: `https://schema.org/${left > 0 ? "InStock" : "SoldOut"}`,
    },
  };
}
