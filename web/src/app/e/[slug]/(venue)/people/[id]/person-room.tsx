"use client";

import { useLiveState } from "@/features/events";
import { PersonPage } from "@/features/profiles";

type Props = { slug: string; personId: string };

export function PersonRoom({ slug, personId }: Props) {
  const { event } = useLiveState();
  return <PersonPage eventId={event.id} personId={personId} base={`/e/${slug}`} />;
}
