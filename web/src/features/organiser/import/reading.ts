import type { EventInput, ImportReading } from "@/gen/graphql";
import type { LiveEvent } from "@/features/live-event";
import { limits } from "@/gen/limits";

import { formOf, inputOf } from "../details/event-form";
import type { Preview } from "./import-store";

/** How the file was read, with what is to be different. Columns that are not named stay as they were. */
export function readingOf({ zone, shiftDays, adds }: Preview, change: ImportReading): ImportReading {
  return { timeZone: zone.by === "person" ? zone.name : null, shiftDays, adds, ...change };
}

const hour = 3_600_000;

/** The event with the file's dates, from the full hour before its first session; null where that is too long. */
export function movedEvent(event: LiveEvent, { startsAt, endsAt }: Preview): EventInput | null {
  const start = Math.floor(Date.parse(startsAt) / hour) * hour;
  const end = Math.max(start + hour, Math.ceil(Date.parse(endsAt) / hour) * hour);
  if (end - start > limits.EventInput.endsAt.max * 1_000) return null;
  return {
    ...inputOf(formOf(event), event),
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(end).toISOString(),
  };
}
