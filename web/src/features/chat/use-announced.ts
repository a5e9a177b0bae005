"use client";

import { useEffect, useRef } from "react";

import { announce } from "@/components/ui/live-region";
import { useLatest } from "@/lib/hooks";
import { t } from "@/lib/i18n";
import { cut } from "@/lib/plain";

import type { People } from "./people";
import type { RoomView } from "./room";
import { plainText } from "./text";

/** Messages that come within this time (ms) of the one before are told of together… */
const gather = 2_500;
/** …but nobody waits longer (ms) than this to hear of the first of them, however busy the room is. */
const longest = 6_000;

/** Tells screen readers what is said: one message in words, several as a number. */
export function useAnnounced(
  me: string,
  people: People,
  view: Pick<RoomView, "messages" | "revision">,
): void {
  const told = useRef<number | null>(null);
  /** When the first that was not told of came, and until then it has not. */
  const since = useRef<number | null>(null);
  const latest = useLatest({ people, messages: view.messages });
  const last = view.revision === null ? null : (view.messages[view.messages.length - 1]?.seq ?? 0);
  // Said aloud after a pause, so that a rush is one sentence.
  useEffect(() => {
    if (last === null) return;
    told.current ??= last;
    if (last <= told.current) return;
    since.current ??= performance.now();
    const left = longest - (performance.now() - since.current);
    const timer = setTimeout(
      () => {
        const after = told.current ?? last;
        told.current = last;
        since.current = null;
        const { people: known, messages } = latest.current;
        const fresh = messages.filter((one) => one.seq > after && one.senderId !== me && !one.removed);
        const [one] = fresh;
        if (!one) return;
        const name = known.get(one.senderId)?.name ?? t("chat.somebody");
        const text = cut(plainText(one.body), 200);
        if (fresh.length === 1) announce(t("chat.saidBy", { name, text }));
        else announce(t("chat.newCount", { count: fresh.length }));
      },
      Math.max(0, Math.min(gather, left)),
    );
    return () => clearTimeout(timer);
  }, [last, me, latest]);
}
