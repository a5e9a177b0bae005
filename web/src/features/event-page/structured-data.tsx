import { headers } from "next/headers";

import { cut } from "@/lib/plain";

import type { LoadedEvent } from "./load-event";
import { origin } from "./metadata";

const statuses = {
  published: "EventScheduled",
  cancelled: "EventCancelled",
  draft: "EventScheduled",
} as const;

/** The event for search engines (schema.org). */
export async function StructuredData({ loaded }: { loaded: LoadedEvent }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <script
      type="application/ld+json"
      nonce={nonce}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: structuredData(loaded) }}
    />
  );
}

/** As text for a script element: nothing in it can end that element. */
function structuredData({ view, host }: LoadedEvent): string {
  const { event } = view;
  const url = `${origin()}/e/${event.slug}`;
  const online = { "@type": "VirtualLocation", url };
  const place = event.location ? { "@type": "Place", name: event.location, address: event.location } : null;
  const left = event.capacity === null ? 1 : event.capacity - event.registeredCount;
  const data = {
    "@context": "https://schema.org",
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
  return JSON.stringify(data).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028");
}
