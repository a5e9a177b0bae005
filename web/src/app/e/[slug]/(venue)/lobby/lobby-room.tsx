"use client";

import { Lobby } from "@/features/events";

/** The lobby with the people to meet from profiles. */
export function LobbyRoom({ slug }: { slug: string }) {
  return <Lobby base={`/e/${slug}`} />;
}
