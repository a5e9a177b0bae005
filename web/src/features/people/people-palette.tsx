"use client";

import { useRouter } from "next/navigation";

import type { PaletteGroup } from "@/components/frame";
import { Avatar } from "@/components/ui/avatar";
import { usePresence } from "@/features/live-event";
import { useT } from "@/lib/i18n";

import { useFoundPeople } from "./use-people";
import { lineOf } from "./people-state";

const most = 5;

/** People of the event for the palette, as the server finds them. */
export function usePeoplePalette(
  eventId: string,
  base: string,
  query: string,
): { group: PaletteGroup; searching: boolean } {
  const t = useT();
  const router = useRouter();
  const { people: here } = usePresence();
  const { people, searching } = useFoundPeople(eventId, query);
  const items = (people ?? []).slice(0, most).map((person) => ({
    id: person.id,
    label: person.name,
    hint: lineOf(person),
    lead: (
      <Avatar
        id={person.id}
        name={person.name}
        size={24}
        presence={here.has(person.id) ? "here" : null}
        decorative
      />
    ),
    run: () => router.push(`${base}/people/${person.id}`),
  }));
  return { group: { id: "people", label: t("venue.palettePeople"), items }, searching };
}
