"use client";

import { useEffect } from "react";

import { Avatar } from "@/components/ui/avatar";
import { toast } from "@/components/ui/toast";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";

import { useMatching } from "./matches-hooks";
import { firstName, type MeetPerson } from "./matches-state";

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
  useEffect(() => {
    if (!store) return;
    const said = new Set<string>();
    const waiting = new Set<string>();
    const celebrate = (person: MeetPerson) => {
      said.add(person.id);
      waiting.delete(person.id);
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
    // The face of somebody who asked first may have to be fetched: it is said when there is one.
    const look = () => {
      const view = store.get();
      if (view.status !== "ready") return;
      for (const id of Array.from(waiting)) {
        const person = view.state.people.get(id);
        if (person && !said.has(id)) celebrate(person);
      }
    };
    const stops = [
      store.onMatch((id) => {
        waiting.add(id);
        look();
      }),
      store.subscribe(look),
    ];
    return () => stops.forEach((stop) => stop());
  }, [store, contact, t]);
  return null;
}
