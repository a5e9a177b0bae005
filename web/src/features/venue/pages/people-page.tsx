"use client";

import { useLiveState } from "@/features/live-event";
import { PeoplePage } from "@/features/people";

export function VenuePeoplePage({ slug }: { slug: string }) {
  const { event } = useLiveState();
  return <PeoplePage eventId={event.id} base={`/e/${slug}`} />;
}
