"use client";

import { useRouter } from "next/navigation";

import { useStartCall } from "@/features/calls";
import { openDirect } from "@/features/chat";
import { isStaff, useLiveState } from "@/features/live-event";
import { PersonPage } from "@/features/people";

type Props = { slug: string; personId: string };

/** Somebody's page, with the ways to reach them: a conversation inside the venue, a call. */
export function VenuePersonPage({ slug, personId }: Props) {
  const router = useRouter();
  const startCall = useStartCall();
  const { event, membership, staff } = useLiveState();
  const base = `/e/${slug}`;
  return (
    <PersonPage
      eventId={event.id}
      personId={personId}
      base={base}
      staff={isStaff(membership) || staff.has(personId)}
      onMessage={async (id) => router.push(`${base}/messages/${await openDirect(id)}`)}
      onCall={async (id) => void (await startCall(event.id, [id]))}
    />
  );
}
