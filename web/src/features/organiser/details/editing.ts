import type { LiveEvent } from "@/features/live-event";
import type { ProblemData } from "@/gen/sockets";

import { formOf, isSame, rebase, type EventField, type EventForm } from "./event-form";

/** An event being edited: `base` is the event in version `version`, `form` what it should become. */
export type Editing = {
  version: number;
  base: EventForm;
  form: EventForm;
  /** Fields that somebody else set to something else while they were being changed here. */
  clashes: readonly EventField[];
  /** Whether others' changes have come into a form that was being changed. */
  merged: boolean;
};

export function editingOf(event: LiveEvent): Editing {
  const form = formOf(event);
  return { version: event.version, base: form, form, clashes: [], merged: false };
}

/** The event as somebody (also oneself, elsewhere) saved it: older versions change nothing. */
export function absorb(editing: Editing, event: LiveEvent): Editing {
  if (event.version <= editing.version) return editing;
  const theirs = formOf(event);
  const { form, clashes } = rebase(editing.base, editing.form, theirs);
  const open = editing.clashes.filter((field) => form[field] !== theirs[field]);
  const changed = !isSame(editing.base, theirs) && !isSame(form, theirs);
  return {
    version: event.version,
    base: theirs,
    form,
    clashes: Array.from(new Set([...open, ...clashes])),
    merged: changed || (editing.merged && !isSame(form, theirs)),
  };
}

/** What was typed; a clash is settled once the field says what theirs says. */
export function typed(editing: Editing, form: EventForm): Editing {
  return {
    ...editing,
    form,
    clashes: editing.clashes.filter((field) => form[field] !== editing.base[field]),
  };
}

/** After our own save: clean, at the version it made. */
export function savedAs(editing: Editing, event: LiveEvent): Editing {
  return event.version >= editing.version ? editingOf(event) : editing;
}

/** The event as it is now, in a conflict's data, if that is what it is. */
export function conflicting({ current }: ProblemData, known: LiveEvent): LiveEvent | null {
  const event = current as Partial<LiveEvent> | null | undefined;
  if (event?.id !== known.id || typeof event.version !== "number") return null;
  return { ...known, ...event };
}
