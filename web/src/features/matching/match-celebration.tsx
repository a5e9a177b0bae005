"use client";

import { useEffect } from "react";

import { Avatar } from "@/components/ui/avatar";
import { toast } from "@/components/ui/toast";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { stateOf } from "@/lib/live-query";

import { useMatching } from "./use-matching";
import { firstName, mutualCards, type MeetPerson } from "./matches-state";

export type ContactActions = {
  /** Opens the conversation with a person. */
  onMessage: (personId: string) => void;
  /** Rings a person; left out where calls cannot be started. */
  onCall?: (personId: string) => void;
};

/** Says it when somebody said yes too, wherever in the venue one is. Mount it once for an event. */
export function MatchCelebration({ eventId, onMessage, onCall }: { eventId: string } & ContactActions) {
  const t = useT();
  const { store } = useMatching(eventId);
  const contact = useLatest({ onMessage, onCall });
  // Celebrates changes of the store, not what is drawn.
  useEffect(() => {
    if (!store) return;
    /** Who was a match already; the others are said once. */
    let said: Set<string> | null = null;
    const celebrate = (person: MeetPerson) => {
      const { onCall: call } = contact.current;
      toast({
        key: `match-${person.id}`,
        tone: "success",
        lead: <Avatar id={person.id} name={person.name} size={36} decorative />,
        title: t("matches.bothYes", { name: firstName(person.name) }),
        body: person.headline || undefined,
        duration: 15_000,
        action: { label: t("matches.message"), run: () => contact.current.onMessage(person.id) },
        second: call && { label: t("matches.call"), run: () => call(person.id) },
      });
    };
    const look = () => {
      const state = stateOf(store.get());
      if (!state) return;
      said ??= new Set(state.mutual.map((one) => one.personId));
      // The face of somebody who asked first may have to be fetched: it is said when there is one.
      for (const { person } of mutualCards(state)) {
        if (said.has(person.id)) continue;
        said.add(person.id);
        celebrate(person);
      }
    };
    look();
    return store.subscribe(look);
  }, [store, contact, t]);
  return null;
}
