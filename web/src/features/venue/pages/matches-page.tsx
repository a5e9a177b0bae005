"use client";

import { WhatOthersSee } from "@/features/account";
import { StarredNext } from "@/features/agenda";
import { useLiveState } from "@/features/live-event";
import { MatchesPage } from "@/features/matching";

import { useContactActions } from "../contact-actions";

/** The matches with what belongs beside them, and with the ways to reach people that other features give. */
export function VenueMatchesPage() {
  const { event } = useLiveState();
  const contact = useContactActions(event.id, `/e/${event.slug}`);
  return (
    <MatchesPage
      eventId={event.id}
      aside={
        <>
          <StarredNext base={`/e/${event.slug}`} />
          <WhatOthersSee />
        </>
      }
      {...contact}
    />
  );
}
