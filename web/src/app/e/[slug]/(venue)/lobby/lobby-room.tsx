"use client";

import { Lobby, useLiveState } from "@/features/events";
import { MeetCards } from "@/features/profiles";

/** The lobby with the people to meet from profiles. */
export function LobbyRoom({ slug }: { slug: string }) {
  const { event } = useLiveState();
  const closed = event.status === "cancelled";
  return <Lobby base={`/e/${slug}`} meet={closed ? null : <MeetCards eventId={event.id} limit={3} />} />;
}
