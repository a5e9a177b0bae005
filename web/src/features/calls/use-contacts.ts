"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";

import { isStaff } from "@/features/live-event";
import { CallContactsDocument, FindToCallDocument, InviteToCallDocument } from "@/gen/graphql";
import { useDebounced } from "@/lib/hooks";
import { toProblem, type Problem } from "@/lib/problem";

import type { CallPerson } from "./company";

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
  const mine = useQuery(CallContactsDocument, {
    variables: { callId: call.id, eventId },
    fetchPolicy: "cache-and-network",
  });
  // Staff ring people of their event without a match; the server decides.
  const staff = isStaff(mine.data?.call.event.membership);
  const wanted = staff ? text.trim() : "";
  const asked = useDebounced(wanted, pause);
  const found = useQuery(FindToCallDocument, { variables: { eventId, text: asked }, skip: !asked });
  const people = mine.data?.matches.mutual.map(({ person }) => person) ?? [];
  const more = wanted ? ((found.data ?? found.previousData)?.searchPeople ?? []) : [];
  const error = mine.data ? null : mine.error;
  return {
    contacts: [...people, ...more.map((person) => ({ ...person, found: true }))],
    staff,
    loading: !mine.data && !error,
    searching: Boolean(wanted) && (found.loading || asked !== wanted),
    problem: error ? toProblem(error) : null,
    retry: () => void mine.refetch(),
  };
}

/** Rings people into the call, each by themselves; `refused` says why somebody could not be. */
export function useInvite(callId: string): {
  invite: (personId: string) => Promise<void>;
  asking: ReadonlySet<string>;
  refused: ReadonlyMap<string, string>;
} {
  const [send] = useMutation(InviteToCallDocument);
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const invite = async (personId: string) => {
    setAsking((before) => new Set(before).add(personId));
    setRefused((before) => new Map([...before].filter(([id]) => id !== personId)));
    try {
      await send({ variables: { callId, personIds: [personId] } });
    } catch (error) {
      setRefused((before) => new Map(before).set(personId, toProblem(error).message));
    }
    setAsking((before) => new Set([...before].filter((id) => id !== personId)));
  };
  return { invite, asking, refused };
}
