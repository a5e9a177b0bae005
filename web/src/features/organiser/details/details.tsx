"use client";

import { useMutation } from "@apollo/client/react";
import { useRef, useState, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { useLiveState, type LiveEvent } from "@/features/live-event";
import { UpdateEventDocument } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

import { useFormFaults } from "../use-form";
import { absorb, conflicting, editingOf, savedAs, typed, type Editing } from "./editing";
import { errorsOf, eventFields, inputOf, isSame, type EventForm } from "./event-form";
import { EventFields } from "./fields";
import { EventStatusCard } from "./status";

/** How often a save is tried again when others' changes do not touch ours. */
const tries = 3;

/** Changing the event itself. What others save meanwhile comes in; what both changed is asked about. */
export function Details() {
  const t = useT();
  const { event } = useLiveState();
  const [kept, setEditing] = useState(() => editingOf(event));
  const editing = absorb(kept, event);
  const { form, base, clashes } = editing;
  const element = useRef<HTMLFormElement>(null);
  const faults = useFormFaults(element, eventFields, errorsOf(form));
  const { save, saving } = useSave(event, setEditing);
  const dirty = !isSame(form, base);
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault();
    if (saving || !dirty || !faults.check()) return;
    faults.clear();
    try {
      await save(editing);
    } catch (error) {
      faults.refuse(toProblem(error));
    }
  };
  const theirs: Partial<EventForm> = Object.fromEntries(clashes.map((field) => [field, base[field]]));
  return (
    <form ref={element} noValidate onSubmit={submit} className="flex flex-col gap-7">
      <EventStatusCard event={event} />
      <EventFields
        form={form}
        faults={faults}
        theirs={theirs}
        onChange={(next) => setEditing(typed(editing, next))}
      />
      <FieldError>{faults.refusal}</FieldError>
      {dirty && (
        <div className="sticky bottom-3 z-10 flex flex-wrap items-center gap-2 rounded-card bg-raised py-2 pr-2 pl-4 shadow-2 outline outline-border">
          <p role="status" className="min-w-40 flex-1 text-13 text-muted">
            {clashes.length > 0
              ? t("organiser.clashed", { count: clashes.length })
              : t(editing.merged ? "organiser.merged" : "organiser.unsaved")}
          </p>
          <Button variant="ghost" onClick={() => setEditing(editingOf(event))}>
            {t("organiser.discard")}
          </Button>
          <Button type="submit" variant="accent" pending={saving}>
            {t("organiser.save")}
          </Button>
        </div>
      )}
    </form>
  );
}

function useSave(event: LiveEvent, setEditing: (editing: Editing) => void) {
  const t = useT();
  const [update, { loading: saving }] = useMutation(UpdateEventDocument);
  const save = async (editing: Editing): Promise<void> => {
    for (let left = tries; ; left--) {
      const { version, form } = editing;
      try {
        const { data } = await update({ variables: { eventId: event.id, version, input: inputOf(form) } });
        if (data) setEditing(savedAs(editing, data.updateEvent));
        toast({ tone: "success", title: t("organiser.saved"), key: "organiser.saved" });
        return;
      } catch (error) {
        const problem = toProblem(error);
        const theirs = problem.code === "conflict" ? conflicting(problem.data, event) : null;
        if (!theirs) throw problem;
        const open = editing.clashes.length;
        editing = absorb(editing, theirs);
        setEditing(editing);
        // Theirs and ours do not touch (most often it was the programme): the same again, on top of theirs.
        if (editing.clashes.length > open || left <= 1) throw problem;
      }
    }
  };
  return { save, saving };
}
