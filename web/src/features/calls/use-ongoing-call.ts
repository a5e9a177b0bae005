"use client";

import { useEffect, useRef } from "react";

import { announce } from "@/components/ui/live-region";
import { toast } from "@/components/ui/toast";
import type { CallInfoFragment } from "@/gen/graphql";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { always } from "@/lib/use-answer";
import { useStore } from "@/lib/use-store";

import type { CallSignalling } from "./call-signalling";
import { companyOf, everybody, gaveUp, newest, ringOf, type CallPerson } from "./company";
import type { LiveIn } from "./live-call";
import { useCall } from "./use-call";

/** The call as it is now: what pushes say of it, and the names of whom they name. */
export function useGoing(before: CallInfoFragment, signalling: CallSignalling): CallInfoFragment {
  const { data, retry } = useCall(before.id, always);
  const call = newest(before, data?.call ?? null);
  const told = useStore(signalling.call, null);
  const known = new Set(everybody(call).map((person) => person.id));
  const strangers = told?.invitedIds.some((id) => !known.has(id)) ?? false;
  const revision = told?.revision ?? 0;
  const again = useLatest(retry);
  // A push names people by id; who they are is asked.
  useEffect(() => {
    if (strangers) again.current();
  }, [again, revision, strangers]);
  return { ...call, rings: newest<Pick<CallInfoFragment, "rings" | "revision">>(call, told).rings };
}

/**
 * Says it when somebody who was rung does not come: their place goes, and one should know why. Not while the list of
 * people is `open`, which shows it too: then it is only said to who cannot see it.
 */
export function useRingNews(call: CallInfoFragment, open: boolean): void {
  const t = useT();
  const before = useRef(call.rings);
  // Compares with what was shown before, which is over once it is drawn.
  useEffect(() => {
    for (const { personId, state } of gaveUp(before.current, call.rings)) {
      const person = everybody(call).find(({ id }) => id === personId);
      if (!person) continue;
      const said = t(state === "declined" ? "video.whoDeclined" : "video.whoMissed", { name: person.name });
      if (open) announce(said);
      else toast({ key: `ring-${personId}`, title: said });
    }
    before.current = call.rings;
  }, [call, open, t]);
}

/** For whom one waits: nobody once somebody has come. */
export function useWaiting(call: CallInfoFragment, me: string, live: LiveIn): CallPerson[] {
  const seen = useStore(live.company.seen);
  if (seen.size > 0) return [];
  return companyOf(call, me).filter(({ id }) => ringOf(call.rings, id)?.state === "ringing");
}
