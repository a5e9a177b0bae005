"use client";

import { useState } from "react";

import { useAgendaStar, useWaitingStars } from "@/features/live-event";

import { AgendaRow, keyOf, rowsOf } from "./list-rows";
import type { Agenda } from "./use-agenda";

/** As many as a phone shows, and some. */
const most = 16;

/** The top of the list, from what is here of a day that is still to come: what is on and begins soon. */
export function FirstRows({ agenda }: { agenda: Agenda }) {
  const star = useAgendaStar();
  const waiting = useWaitingStars();
  const { today, now, days, day } = agenda;
  const hasBegun = days.some((one) => one.key === day && one.from < now && now < one.until);
  // What comes meanwhile waits for the whole list: a row between these would move them.
  const [first] = useState(() => new Set(today.map(({ id }) => id)));
  const here = today.filter(({ id }) => first.has(id));
  const rows = rowsOf(here, now, false).filter(({ kind }) => kind !== "past");
  return (
    <div className="mx-auto max-w-[832px]">
      {/* Where the list says how many are over. */}
      {hasBegun && <div className="h-11" />}
      {rows.slice(0, most).map((row, i) => (
        <AgendaRow key={keyOf(row, i)} row={row} agenda={agenda} waiting={waiting} onStar={star} />
      ))}
    </div>
  );
}
