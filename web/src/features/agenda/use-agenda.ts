"use client";

import { useDeferredValue, useMemo } from "react";

import { agendaDay, isWhole, useLiveState, useWholeAgenda, type LiveState } from "@/features/live-event";
import { useNow, usePhone } from "@/lib/hooks";
import { useInAddress } from "@/lib/in-address";
import { viewerZone } from "@/lib/time";
import { cityShown, useShownZone, useWhoseClock } from "@/lib/whose-clock";

import { agendaAddress, type AgendaView } from "./address";
import {
  agendaDays,
  agendaItems,
  allDays,
  clashes,
  dayToShow,
  isFiltered,
  matches,
  programmeDays,
  type AgendaDay,
  type AgendaFilter,
  type AgendaItem,
} from "./model";

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
  /** Whether the list shows what is over. */
  past: boolean;
  showPast: () => void;
  filter: AgendaFilter;
  setFilter: (filter: AgendaFilter) => void;
  /** Sessions of the day that is shown are still to come; of another. */
  isComing: boolean;
  isMoreComing: boolean;
  /** All sessions that are here, those that match, and those of the day among them. */
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

/** Without tracks that are not in the agenda: an address may be older than it. */
function filterOf({ query, tracks, soon }: AgendaFilter, agenda: LiveState["agenda"]): AgendaFilter {
  return { query, soon, tracks: new Set(Array.from(tracks).filter((id) => agenda.tracks.has(id))) };
}

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

type Shown = Pick<Agenda, "all" | "shown" | "now" | "zone"> & {
  /** All sessions of a day are shown. */ isAll: boolean;
  chosenDay: string | null;
};

/** The days there are, and the one that is shown; brings what is missing of it, and then of the others. */
function useProgramme(
  state: LiveState,
  { all, shown, isAll, now, chosenDay, zone }: Shown,
): Pick<Agenda, "days" | "day" | "isComing" | "isMoreComing"> {
  const { summary, missing } = state;
  const own = state.event.timeZone;
  const days = useMemo(
    () => allDays(agendaDays(all, shown), { days: summary.days, missing }, { zone, own, isAll }),
    [all, shown, summary, missing, zone, own, isAll],
  );
  const day = days.some((one) => one.key === chosenDay) ? (chosenDay ?? "") : dayToShow(days, now, zone);
  const parts = useMemo(() => programmeDays(summary.days, day, zone, own), [summary, day, zone, own]);
  useWholeAgenda(true, parts);
  return { days, day, isComing: parts.some((part) => missing.has(part)), isMoreComing: !isWhole(state) };
}

/** Everything the agenda's page shows. */
export function useAgenda(): Agenda {
  const state = useLiveState();
  const phone = usePhone();
  const clock = useNow();
  const now = Math.floor((clock ?? Date.parse(state.event.startsAt)) / 30_000) * 30_000;
  const [chosen, choose] = useInAddress(agendaAddress);
  const { view: chosenView, day: chosenDay, past } = chosen;
  const own = state.event.timeZone;
  const { zone } = useShownZone(own);
  const { agenda, stars } = state;
  const filter = useMemo(() => filterOf(chosen, agenda), [chosen, agenda]);
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
  const isAll = view !== "mine" && !isFiltered(settled);
  const programme = useProgramme(state, { all, shown, isAll, now, chosenDay, zone });
  const { day } = programme;
  const today = useMemo(() => shown.filter((item) => item.day === day), [shown, day]);
  const city = useMemo(
    () =>
      cityShown(
        { zone, own },
        all.map((item) => item.start),
      ),
    [all, zone, own],
  );
  const setDay = (day: string) => choose({ ...chosen, day });
  const clockChoice = useClockChoice(state, today[0], setDay);
  const clashing = useMemo(() => clashes(all, stars), [all, stars]);
  return {
    state,
    now,
    ticking: clock !== null,
    view,
    setView: (view) => choose({ ...chosen, view }),
    ...programme,
    setDay,
    past,
    showPast: () => choose({ ...chosen, past: true }),
    filter,
    setFilter: (filter) => choose({ ...chosen, ...filter }),
    all,
    shown,
    today,
    clashing,
    zone,
    city,
    ...clockChoice,
  };
}
