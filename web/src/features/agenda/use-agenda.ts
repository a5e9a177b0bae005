"use client";

import { useSearchParams } from "next/navigation";
import { useDeferredValue, useMemo, useState } from "react";

import { agendaDay, useLiveState, type LiveState } from "@/features/live-event";
import { useNow, usePhone } from "@/lib/hooks";
import { viewerZone } from "@/lib/time";
import { cityShown, useShownZone, useWhoseClock } from "@/lib/whose-clock";

import {
  agendaDays,
  agendaItems,
  clashes,
  dayToShow,
  isFiltered,
  matches,
  noFilter,
  type AgendaDay,
  type AgendaFilter,
  type AgendaItem,
} from "./model";

export type AgendaView = "grid" | "list" | "mine";

/** Everything the agenda's parts show, from the live event and what was chosen. */
export type Agenda = {
  state: LiveState;
  /** ms, renewed every half minute */
  now: number;
  /** False for the moment before the page's clock runs. */
  ticking: boolean;
  view: AgendaView;
  setView: (view: AgendaView) => void;
  days: AgendaDay[];
  day: string;
  setDay: (day: string) => void;
  filter: AgendaFilter;
  setFilter: (filter: AgendaFilter) => void;
  /** All sessions, those that match, and those of the day among them. */
  all: AgendaItem[];
  shown: AgendaItem[];
  today: AgendaItem[];
  clashing: ReadonlyMap<string, AgendaItem>;
  /** The zone that times and days are in, the place whose clock that is, and whether the event's was chosen. */
  zone: string;
  city: string;
  inEventZone: boolean;
  setInEventZone: (on: boolean) => void;
};

type ClockChoice = Pick<Agenda, "inEventZone" | "setInEventZone">;

/** Whose clock is shown, and the other one: what is looked at stays in sight, though it may be under another day there. */
function useClockChoice(
  { agenda, event }: LiveState,
  looked: AgendaItem | undefined,
  setDay: Agenda["setDay"],
): ClockChoice {
  const [whose, setWhose] = useWhoseClock();
  const setInEventZone = (on: boolean) => {
    const session = agenda.sessions.get(looked?.id ?? "");
    if (session) setDay(agendaDay(session, on ? event.timeZone : viewerZone(), event.timeZone));
    setWhose(on ? "event" : "viewer");
  };
  return { inEventZone: whose === "event", setInEventZone };
}

export function useAgenda(): Agenda {
  const state = useLiveState();
  const phone = usePhone();
  const clock = useNow();
  const now = Math.floor((clock ?? Date.parse(state.event.startsAt)) / 30_000) * 30_000;
  // A link may ask for what is starred.
  const asked: AgendaView = useSearchParams()?.get("view") === "mine" ? "mine" : "grid";
  const [chosen, setView] = useState<AgendaView | null>(null);
  const chosenView = chosen ?? asked;
  const [chosenDay, setDay] = useState<string | null>(null);
  const [filter, setFilter] = useState<AgendaFilter>(noFilter);
  const own = state.event.timeZone;
  const { zone } = useShownZone(own);
  const { agenda, stars } = state;
  const view = phone && chosenView === "grid" ? "list" : chosenView;
  // Typing stays quick: a thousand sessions follow when there is time.
  const settled = useDeferredValue(filter);
  // Only "starts within the hour" depends on the clock.
  const moment = settled.soon ? now : 0;
  const all = useMemo(() => agendaItems(agenda, zone, own), [agenda, zone, own]);
  const shown = useMemo(
    () =>
      isFiltered(settled) || view === "mine"
        ? all.filter((item) => (view !== "mine" || stars.has(item.id)) && matches(item, settled, moment))
        : all,
    [all, settled, moment, view, stars],
  );
  const days = useMemo(() => agendaDays(all, shown), [all, shown]);
  const day = days.some((one) => one.key === chosenDay) ? (chosenDay ?? "") : dayToShow(days, now, zone);
  const today = useMemo(() => shown.filter((item) => item.day === day), [shown, day]);
  const city = useMemo(
    () =>
      cityShown(
        { zone, own },
        all.map((item) => item.start),
      ),
    [all, zone, own],
  );
  const clockChoice = useClockChoice(state, today[0], setDay);
  const clashing = useMemo(() => clashes(all, stars), [all, stars]);
  return {
    state,
    now,
    ticking: clock !== null,
    view,
    setView,
    days,
    day,
    setDay,
    filter,
    setFilter,
    all,
    shown,
    today,
    clashing,
    zone,
    city,
    ...clockChoice,
  };
}
