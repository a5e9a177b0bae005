"use client";

import { useState } from "react";

import { isStaff } from "@/features/live-event";
import { CallContacts, FindToCall, InviteToCall } from "@/gen/operations/calls";
import { useDebounced } from "@/lib/hooks";
import { toProblem, type Problem } from "@/lib/problem";
import { request } from "@/lib/request";
import { always, useAnswer, useLast } from "@/lib/use-answer";

import { newest, type CallPerson } from "./company";
import { useCall } from "./use-call";

/** Typing pauses this long before the server is asked, in ms. */
const pause = 150;

export type Contacts = {
  /** Who matched; and, for staff, who was found by what they typed. */
  contacts: readonly (CallPerson & { found?: boolean })[];
  staff: boolean;
  loading: boolean;
  searching: boolean;
  problem: Problem | null;
  retry: () => void;
};

/** Whom one may ring at the call's event. */
export function useContacts(call: { id: string; event: { id: string } }, text: string): Contacts {
  const eventId = call.event.id;
  const mine = useAnswer(CallContacts, { callId: call.id, eventId });
  // Staff ring people of their event without a match; the server decides.
  const staff = isStaff(mine.data?.call.event.membership);
  const wanted = staff ? text.trim() : "";
  const asked = useDebounced(wanted, pause);
  const found = useAnswer(FindToCall, asked ? { eventId, text: asked } : null);
  const last = useLast(found.data);
  const people = mine.data?.matches.mutual.map(({ person }) => person) ?? [];
  const more = wanted ? (last?.searchPeople ?? []) : [];
  return {
    contacts: [...people, ...more.map((person) => ({ ...person, found: true }))],
    staff,
    loading: mine.loading,
    searching: Boolean(wanted) && (found.loading || asked !== wanted),
    problem: mine.problem,
    retry: mine.retry,
  };
}

/** Rings people into the call, each by themselves; `refused` says why somebody could not be. */
export function useInvite(callId: string): {
  invite: (personId: string) => Promise<void>;
  asking: ReadonlySet<string>;
  refused: ReadonlyMap<string, string>;
} {
  const { change } = useCall(callId, always);
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const invite = async (personId: string) => {
    setAsking((before) => new Set(before).add(personId));
    setRefused((before) => new Map([...before].filter(([id]) => id !== personId)));
    try {
      const { inviteToCall } = await request(InviteToCall, { callId, personIds: [personId] });
      change((known) => ({ ...known, call: newest(known.call, inviteToCall) }));
    } catch (error) {
      setRefused((before) => new Map(before).set(personId, toProblem(error).message));
    }
    setAsking((before) => new Set([...before].filter((id) => id !== personId)));
  };
  return { invite, asking, refused };
}
