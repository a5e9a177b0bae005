"use client";

import { useLiveState } from "@/features/events";
import { PeoplePage } from "@/features/profiles";

export function PeopleRoom({ slug }: { slug: string }) {
  const { event } = useLiveState();
  return <PeoplePage eventId={event.id} base={`/e/${slug}`} />;
}
