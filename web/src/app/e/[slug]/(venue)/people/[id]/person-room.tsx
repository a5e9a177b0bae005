"use client";

import { useRouter } from "next/navigation";

import { openDirect } from "@/features/chat";
import { isStaff, useLiveState } from "@/features/events";
import { PersonPage } from "@/features/profiles";
import { startCall } from "@/features/video";

type Props = { slug: string; personId: string };

/** Somebody's page, with the ways to reach them: a conversation inside the venue, a call. */
export function PersonRoom({ slug, personId }: Props) {
  const router = useRouter();
  const { event, membership, hostId } = useLiveState();
  const base = `/e/${slug}`;
  return (
    <PersonPage
      eventId={event.id}
      personId={personId}
      base={base}
      staff={isStaff(membership) || hostId === personId}
      onMessage={async (id) => router.push(`${base}/messages/${await openDirect(id)}`)}
      onCall={async (id) => void (await startCall(event.id, [id]))}
    />
  );
}
