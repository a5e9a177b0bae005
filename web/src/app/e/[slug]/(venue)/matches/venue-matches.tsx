"use client";

import { useLiveState } from "@/features/events";
import { MatchesPage, WhatOthersSee } from "@/features/profiles";

import { useReach } from "../reach";
import { StarredNext } from "./starred-next";

/** The matches with what belongs beside them, and with the ways to reach people that other features give. */
export function VenueMatches() {
  const { event } = useLiveState();
  const reach = useReach(event.id, `/e/${event.slug}`);
  return (
    <MatchesPage
      eventId={event.id}
      aside={
        <>
          <StarredNext base={`/e/${event.slug}`} />
          <WhatOthersSee />
        </>
      }
      {...reach}
    />
  );
}
