"use client";

import { useEffect, useMemo, useRef } from "react";

import { Inside } from "@/components/frame";
import { LiveEventProvider, useIsGone, useLive, useStar } from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useWho } from "@/lib/session";
import { useGuestSocket } from "@/lib/socket";

import type { LiveLook } from "./event-page";
import { eventView } from "./event-view";

type LiveProps = { slug: string; /** ms */ at: number; onLook: (look: LiveLook) => void };

/** Follows the event, for whoever looks; draws nothing itself, so that what was focused or opened before stays. */
export function EventLive(props: LiveProps) {
  const who = useWho();
  useGuestSocket();
  return (
    <Inside>
      <LiveEventProvider key={props.slug} slug={props.slug} who={who} look="page">
        <Follow {...props} />
      </LiveEventProvider>
    </Inside>
  );
}

function Follow({ at, onLook }: LiveProps) {
  const live = useLive();
  const star = useStar();
  const clock = useNow() ?? at;
  const now = Math.floor(clock / 30_000) * 30_000;
  const state = live.status === "ready" ? live.state : null;
  const gone = useIsGone(state);
  const view = useMemo(() => (state ? eventView(state, now) : null), [state, now]);
  const latest = useRef({ star, retry: live.retry });
  // Both are made anew each time, and do the same for the same event.
  useEffect(() => void (latest.current = { star, retry: live.retry }));
  // The page stands above.
  useEffect(
    () =>
      onLook({
        view,
        gone,
        retry: () => latest.current.retry(),
        onStar: view ? (...wish) => latest.current.star(...wish) : undefined,
      }),
    [view, gone, onLook],
  );
  return null;
}
