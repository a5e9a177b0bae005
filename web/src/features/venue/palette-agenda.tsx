"use client";

import { DoorOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo } from "react";

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
import { t } from "@/lib/i18n";
import { clock as clockOf, dayClock, viewerZone } from "@/lib/time";

import { venuePlaces } from "./places";

const mostSessions = 7;
const mostRooms = 4;

/** What the palette finds of the event: places to go to, sessions and rooms. */
export function useVenuePalette(base: string, query: string): PaletteGroup[] {
  const router = useRouter();
  const state = useLiveState();
  const now = useNow() ?? 0;
  const late = useDeferredValue(query);
  return useMemo(() => {
    const words = wordsOf(late);
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
      { id: "sessions", label: t("venue.paletteSessions"), items: sessionItems(state, late, now, go) },
      { id: "rooms", label: t("venue.paletteRooms"), items: roomItems(state, late, now, go) },
    ];
  }, [base, late, now, router, state]);
}

type Go = (path: string) => () => void;

function roomItems(state: LiveState, query: string, now: number, go: Go): PaletteItem[] {
  return findStages(state, query, mostRooms).map((stage) => {
    const session = inRoom(state, stage.id, now);
    const running = session && Date.parse(session.startsAt) <= now;
    const hint =
      session &&
      (running
        ? t("venue.roomNow", { title: session.title })
        : t("venue.roomNext", { time: clockOf(session.startsAt, viewerZone()), title: session.title }));
    return {
      id: stage.id,
      label: stage.name,
      hint: hint || undefined,
      lead: <Icon icon={DoorOpen} className="text-muted" />,
      run: go(session ? `/sessions/${session.id}` : "/agenda"),
    };
  });
}

function sessionItems(state: LiveState, query: string, now: number, go: Go): PaletteItem[] {
  return findSessions(state, query, now, mostSessions).map((session) => {
    const track = state.agenda.tracks.get(session.trackId ?? "");
    const when = dayClock(session.startsAt, now, viewerZone());
    return {
      id: session.id,
      label: session.title,
      hint: [when, placeLine(state, session)].filter(Boolean).join(" · "),
      lead: <Swatch id={track?.id ?? session.id} hue={track?.hue} className="mx-1" />,
      run: go(`/sessions/${session.id}`),
    };
  });
}
