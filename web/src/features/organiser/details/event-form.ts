import type { LiveEvent } from "@/features/live-event";
import type { EventInput, EventKind, Visibility } from "@/gen/graphql";
import { limits } from "@/gen/limits";
import type { ProblemData } from "@/gen/sockets";
import type { FormErrors } from "@/lib/form";
import { tooLong } from "@/lib/form-values";
import { isObject } from "@/lib/json";
import { isBlank } from "@/lib/plain";

import { instantOf, keptInstant, later, localOf } from "../zone-time";

/** An event as it stands in the form: all text, times on the event's own clock. */
export type EventForm = {
  name: string;
  kind: EventKind;
  tagline: string;
  description: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  location: string;
  capacity: string;
  visibility: Visibility;
  codeOfConduct: string;
};
export type EventField = keyof EventForm;

export const eventFields = [
  "name",
  "kind",
  "tagline",
  "startsAt",
  "endsAt",
  "timeZone",
  "location",
  "capacity",
  "visibility",
  "description",
  "codeOfConduct",
] as const satisfies readonly EventField[];

const longest = limits.EventInput.endsAt.max * 1_000;
const mostPlaces = limits.EventInput.capacity.max;

/** A day from nine to half past five, four weeks ahead. */
export function newForm(now: number, timeZone: string): EventForm {
  const day = localOf(now + 28 * 86_400_000, timeZone).slice(0, 10);
  return {
    name: "",
    kind: "conference",
    tagline: "",
    description: "",
    startsAt: `${day}T09:00`,
    endsAt: `${day}T17:30`,
    timeZone,
    location: "",
    capacity: "",
    visibility: "public",
    codeOfConduct: "",
  };
}

export function formOf(event: LiveEvent): EventForm {
  const { name, kind, tagline, description, timeZone, location, visibility, codeOfConduct } = event;
  return {
    name,
    kind,
    tagline,
    description,
    startsAt: localOf(event.startsAt, timeZone),
    endsAt: localOf(event.endsAt, timeZone),
    timeZone,
    location,
    capacity: event.capacity === null ? "" : String(event.capacity),
    visibility,
    codeOfConduct,
  };
}

type When = Pick<LiveEvent, "startsAt" | "endsAt" | "timeZone">;

/** What is sent; `saved` is the event as it is kept. Only for a form without errors. */
export function inputOf(form: EventForm, saved?: When): EventInput {
  const { capacity, startsAt, endsAt, ...rest } = form;
  const same = saved?.timeZone === form.timeZone ? saved : undefined;
  return {
    ...rest,
    startsAt: keptInstant(startsAt, form.timeZone, same?.startsAt),
    endsAt: keptInstant(endsAt, form.timeZone, same?.endsAt),
    capacity: capacity.trim() ? Number(capacity) : null,
  };
}

/** What is wrong, by field; empty when it may be sent. As in the server's rules, which decide. */
export function errorsOf(form: EventForm): FormErrors<EventForm> {
  const errors: FormErrors<EventForm> = {};
  for (const field of tooLong(form, limits.EventInput)) errors[field] = "organiser.tooLong";
  if (isBlank(form.name)) errors.name = "organiser.nameMissing";
  const [start, end] = [instantOf(form.startsAt, form.timeZone), instantOf(form.endsAt, form.timeZone)];
  if (!start) errors.startsAt = "organiser.timeMissing";
  if (!end) errors.endsAt = "organiser.timeMissing";
  if (start && end) {
    const span = Date.parse(end) - Date.parse(start);
    if (span <= 0) errors.endsAt = "organiser.endsFirst";
    else if (span > longest) errors.endsAt = "organiser.tooManyDays";
  }
  const places = form.capacity.trim();
  if (places && (!/^\d{1,7}$/u.test(places) || Number(places) < 1 || Number(places) > mostPlaces))
    errors.capacity = "organiser.capacityWrong";
  return errors;
}

/** What a new start changes: an end that it overtakes moves along. */
export function withStart(form: EventForm, startsAt: string): Partial<EventForm> {
  if (!form.startsAt || !form.endsAt || startsAt < form.endsAt) return { startsAt };
  const minutes = (Date.parse(`${form.endsAt}Z`) - Date.parse(`${form.startsAt}Z`)) / 60_000;
  return minutes > 0 ? { startsAt, endsAt: later(startsAt, minutes) } : { startsAt };
}

/** The event as it is now, in a conflict's data, if that is what it is. */
export function conflicting({ current }: ProblemData, known: LiveEvent): LiveEvent | null {
  if (!isObject(current) || current.id !== known.id || typeof current.version !== "number") return null;
  return { ...known, ...current };
}
