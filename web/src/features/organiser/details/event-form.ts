import type { LiveEvent } from "@/features/live-event";
import type { EventInput, EventKind, Visibility } from "@/gen/graphql";
import { limits } from "@/gen/limits";
import type { MessageKey } from "@/lib/i18n";

import { instantOf, later, localOf } from "../zone-time";

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
export type EventErrors = Partial<Record<EventField, MessageKey>>;

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

// As in the server's rules, which decide; here only what saves a round trip.
const lengths: Partial<Record<EventField, { readonly max: number }>> = limits.EventInput;
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

/** What is sent. Only for a form without errors. */
export function inputOf(form: EventForm): EventInput {
  const { capacity, startsAt, endsAt, ...rest } = form;
  return {
    ...rest,
    startsAt: instantOf(startsAt, form.timeZone) ?? startsAt,
    endsAt: instantOf(endsAt, form.timeZone) ?? endsAt,
    capacity: capacity.trim() ? Number(capacity) : null,
  };
}

/** What is wrong, by field in the form's order; an empty object when it may be sent. */
export function errorsOf(form: EventForm): EventErrors {
  const errors: EventErrors = {};
  for (const field of eventFields) {
    const most = lengths[field]?.max;
    if (most && Array.from(form[field]).length > most) errors[field] = "organiser.tooLong";
  }
  if (!form.name.trim()) errors.name = "organiser.nameMissing";
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

/** The form with one field changed; an end that a new start overtakes moves along. */
export function withField<F extends EventField>(form: EventForm, field: F, value: EventForm[F]): EventForm {
  const next = { ...form, [field]: value };
  if (field !== "startsAt" || !form.startsAt || !form.endsAt || next.startsAt < form.endsAt) return next;
  const minutes = (Date.parse(`${form.endsAt}Z`) - Date.parse(`${form.startsAt}Z`)) / 60_000;
  return minutes > 0 ? { ...next, endsAt: later(next.startsAt, minutes) } : next;
}

export type Rebased = { form: EventForm; /** Changed by both, differently. */ clashes: EventField[] };

/**
 * Somebody else saved meanwhile. `base` is what we started from: fields that only they changed become theirs, ours
 * stay ours, and those both changed are named, for the organiser to decide.
 */
export function rebase(base: EventForm, mine: EventForm, theirs: EventForm): Rebased {
  const clashes = eventFields.filter(
    (field) => mine[field] !== base[field] && theirs[field] !== base[field] && mine[field] !== theirs[field],
  );
  const kept = eventFields.filter((field) => mine[field] !== base[field]);
  return { form: { ...theirs, ...Object.fromEntries(kept.map((field) => [field, mine[field]])) }, clashes };
}

export const isSame = (a: EventForm, b: EventForm): boolean =>
  eventFields.every((field) => a[field] === b[field]);

/** A form kept as a draft, as far as it can still be read; over what is there where it cannot. */
export function restored(text: string, over: EventForm): EventForm {
  try {
    const kept = JSON.parse(text) as Record<string, unknown>;
    const good = eventFields.filter((field) => typeof kept[field] === "string");
    return { ...over, ...Object.fromEntries(good.map((field) => [field, kept[field]])) };
  } catch {
    return over;
  }
}
