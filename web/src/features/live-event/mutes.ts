"use client";

import { TeamMutes } from "@/gen/operations/mutes";
import type { MuteChangedPush } from "@/gen/sockets";

import { useNow } from "@/lib/hooks";
import { createLiveQuery, stateOf, type LiveQuery } from "@/lib/live-query";
import { request } from "@/lib/request";
import { on, connected } from "@/lib/socket";
import { perPerson, useLiveQuery } from "@/lib/use-live-query";

/** Until when (ISO 8601) each of these people may only read, by their id. */
export type Mutes = ReadonlyMap<string, string>;

const none: Mutes = new Map();

/** State before + push = state after. */
export function mergeMute(mutes: Mutes, { userId, until }: MuteChangedPush): Mutes {
  if ((mutes.get(userId) ?? null) === until) return mutes;
  const next = new Map(mutes);
  if (until === null) next.delete(userId);
  else next.set(userId, until);
  return next;
}

/** Those that still hold; the same map while all of them do. */
export function holding(mutes: Mutes, now: number): Mutes {
  const held = Array.from(mutes).filter(([, until]) => Date.parse(until) > now);
  return held.length === mutes.size ? mutes : new Map(held);
}

function createTeamMutes(eventId: string): LiveQuery<Mutes> {
  return createLiveQuery<Mutes>({
    ask: async () => {
      // Not before pushes can come: who is muted in between would be missed.
      await connected();
      const { mutes } = await request(TeamMutes, { eventId });
      return () => new Map(mutes.map(({ userId, until }) => [userId, until]));
    },
    listen: ({ change }) => [
      on(
        "moderation.mute_changed",
        (push) => push.eventId === eventId && change((mutes) => mergeMute(mutes, push)),
      ),
    ],
  });
}

const useTeamMutesQuery = perPerson(createTeamMutes);

/** Who is muted at the event, live on every page of its team; nobody for others, who pass null. */
export function useTeamMutes(eventId: string | null): Mutes {
  const view = useLiveQuery(useTeamMutesQuery(eventId));
  const now = useNow();
  return holding(stateOf(view) ?? none, now ?? 0);
}
