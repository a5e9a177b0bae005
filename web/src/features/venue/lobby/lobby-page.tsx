"use client";

import { useLiveState } from "@/features/live-event";
import { MeetCards } from "@/features/matching";

import { Lobby } from "./lobby";

/** The lobby with the people to meet who are worth it. */
export function LobbyPage({ slug }: { slug: string }) {
  const { event } = useLiveState();
  const closed = event.status === "cancelled";
  return <Lobby base={`/e/${slug}`} meet={closed ? null : <MeetCards eventId={event.id} limit={3} />} />;
}
