"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";

import { TeamMutesDocument } from "@/gen/graphql";
import type { MuteChangedPush } from "@/gen/sockets";
import { useNow } from "@/lib/hooks";
import { on, onResync, whenConnected } from "@/lib/socket";

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

/** Who is muted at the event, live on every page of its team; nobody for others, who pass null. */
export function useTeamMutes(eventId: string | null): Mutes {
  const client = useApolloClient();
  const now = useNow();
  const [mutes, setMutes] = useState(none);
  useEffect(() => {
    if (!eventId) return;
    /** What came while the question was under way: merged into its answer, which may be older or newer. */
    let early: MuteChangedPush[] | null = null;
    let turn = 0;
    const ask = async () => {
      const mine = ++turn;
      early = [];
      try {
        const { data } = await client.query({
          query: TeamMutesDocument,
          variables: { eventId },
          fetchPolicy: "no-cache",
        });
        if (mine !== turn || !data) return;
        const list: Mutes = new Map(data.mutes.map(({ userId, until }) => [userId, until]));
        setMutes(early.reduce(mergeMute, list));
      } catch {
        // What is known stays; the next resync asks again.
      } finally {
        if (mine === turn) early = null;
      }
    };
    const stops = [
      on("moderation.mute_changed", (push) => {
        if (push.eventId !== eventId) return;
        early?.push(push);
        setMutes((known) => mergeMute(known, push));
      }),
      onResync(() => void ask()),
      whenConnected(() => void ask()),
    ];
    return () => {
      turn++;
      for (const stop of stops) stop();
      setMutes(none);
    };
  }, [client, eventId]);
  return holding(mutes, now ?? 0);
}
