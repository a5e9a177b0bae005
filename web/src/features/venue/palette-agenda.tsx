"use client";

import { DoorOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";

import type { PaletteGroup, PaletteItem } from "@/components/frame";
import { Icon } from "@/components/ui/icon";
import { Swatch } from "@/components/ui/swatch";
import {
  findSessions,
  findStages,
  fit,
  inRoom,
  placeLine,
  useLiveState,
  wordsOf,
  type LiveState,
} from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { t, type MessageKey } from "@/lib/i18n";
import { dayAndClock } from "@/lib/time";
import { useShownZone, zoneWords } from "@/lib/whose-clock";

import { venuePlaces } from "./places";

const mostSessions = 7;
const mostRooms = 4;

/** What the palette finds of the event: places to go to, sessions and rooms. */
export function useVenuePalette(base: string, query: string): PaletteGroup[] {
  const router = useRouter();
  const state = useLiveState();
  const now = useNow() ?? 0;
  const shown = useShownZone(state.event.timeZone);
  const { zone } = shown;
  // Of the whole event: what the palette finds changes with every letter.
  const city = zoneWords(shown, [Date.parse(state.event.startsAt), Date.parse(state.event.endsAt)]);
  return useMemo(() => {
    const words = wordsOf(query);
    const inZone = (key: MessageKey) => `${t(key)} · ${city}`;
    const go = (path: string) => () => router.push(base + path);
    const places: PaletteItem[] = venuePlaces
      .filter((place) => !words.length || fit(t(place.label), words))
      .map((place) => ({
        id: place.path,
        label: t(place.label),
        lead: <Icon icon={place.icon} className="text-muted" />,
        keys: ["g", place.key],
        run: go(place.path),
      }));
    return [
      { id: "go", label: t("venue.paletteGo"), items: places },
      {
        id: "sessions",
        label: inZone("venue.paletteSessions"),
        items: sessionItems(state, query, { now, zone }, go),
      },
      { id: "rooms", label: inZone("venue.paletteRooms"), items: roomItems(state, query, { now, zone }, go) },
    ];
  }, [base, city, query, now, router, state, zone]);
}

type When = { now: number; zone: string };
type Go = (path: string) => () => void;

function roomItems(state: LiveState, query: string, { now, zone }: When, go: Go): PaletteItem[] {
  return findStages(state, query, mostRooms).map((stage) => {
    const session = inRoom(state, stage.id, now);
    const running = session && Date.parse(session.startsAt) <= now;
    const hint =
      session &&
      (running
        ? t("venue.roomNow", { title: session.title })
        : t("venue.roomNext", { time: dayAndClock(session.startsAt, zone), title: session.title }));
    return {
      id: stage.id,
      label: stage.name,
      hint: hint || undefined,
      lead: <Icon icon={DoorOpen} className="text-muted" />,
      run: go(session ? `/sessions/${session.id}` : "/agenda"),
    };
  });
}

function sessionItems(state: LiveState, query: string, { now, zone }: When, go: Go): PaletteItem[] {
  return findSessions(state, query, now, mostSessions).map((session) => {
    const track = state.agenda.tracks.get(session.trackId ?? "");
    const when = dayAndClock(session.startsAt, zone);
    return {
      id: session.id,
      label: session.title,
      hint: [when, placeLine(state, session)].filter(Boolean).join(" · "),
      lead: <Swatch id={track?.id ?? session.id} hue={track?.hue} className="mx-1" />,
      run: go(`/sessions/${session.id}`),
    };
  });
}
