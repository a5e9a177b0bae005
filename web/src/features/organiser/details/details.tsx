"use client";

import { useRef, useState, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/field";
import { keepClear, toast } from "@/components/ui/toast";
import { useLiveState, type LiveEvent } from "@/features/live-event";
import type { ProgrammeMove } from "@/gen/graphql";
import { UpdateEvent } from "@/gen/operations/organiser";
import { useForm, type Form } from "@/lib/form";
import { rebased } from "@/lib/form-values";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";

import { Administration } from "./administration";
import { conflicting, errorsOf, eventFields, formOf, inputOf, type EventForm } from "./event-form";
import { EventFields } from "./fields";
import { isAsked, whenOf, type Question, type When } from "./programme";
import { ProgrammeDialog } from "./programme-dialog";
import { EventStatusCard } from "./status";

/** How often a save is tried again when others' changes do not touch ours. */
const tries = 3;

/**
 * Changing the event itself. What others save meanwhile comes in; what both changed is asked about, and so is what
 * becomes of the programme of an event that is moved.
 */
export function Details() {
  const { event: live, agenda } = useLiveState();
  // What a save or a conflict answered, until the push of it comes.
  const [answered, setAnswered] = useState(live);
  const event = answered.version > live.version ? answered : live;
  const [asking, setAsking] = useState(false);
  const programme = useRef<ProgrammeMove | null>(null);
  const save = useSave(event, setAnswered, () => programme.current);
  const form = useForm<EventForm>({
    saved: formOf(event),
    fields: eventFields,
    check: errorsOf,
    send: save,
    draft: `event.${event.id}`,
  });
  const after = whenOf(form.values, event);
  const question: Question | null = after && {
    before: event,
    after,
    sessions: [...agenda.sessions.values()],
  };
  const submit = (press: FormEvent) => {
    programme.current = null;
    const isReady = !form.pending && Object.keys(errorsOf(form.values)).length === 0;
    if (!isReady || !question || !isAsked(question)) return form.submit(press);
    press.preventDefault();
    setAsking(true);
  };
  const choose = (move: ProgrammeMove) => {
    programme.current = move;
    setAsking(false);
    form.submit();
  };
  return (
    <>
      <form {...form.props} onSubmit={submit} className="flex flex-col gap-7">
        <EventStatusCard event={live} />
        <Administration event={live} />
        <EventFields form={form} event={event} />
        <FormError>{form.refusal}</FormError>
        {form.dirty && <SaveBar form={form} />}
      </form>
      <ProgrammeDialog
        question={asking ? question : null}
        onCancel={() => setAsking(false)}
        onChoose={choose}
      />
    </>
  );
}

function SaveBar({ form }: { form: Form<EventForm> }) {
  const t = useT();
  return (
    <div
      {...keepClear}
      className="sticky bottom-3 z-10 flex flex-wrap items-center gap-2 rounded-card bg-raised py-2 ps-4 pe-2 shadow-2 outline outline-border"
    >
      <p role="status" className="min-w-40 flex-1 text-13 text-muted">
        {form.clashes.length > 0
          ? t("organiser.clashed", { count: form.clashes.length })
          : t(form.merged ? "organiser.merged" : "organiser.unsaved")}
      </p>
      <Button variant="ghost" onClick={form.discard}>
        {t("organiser.discard")}
      </Button>
      <Button type="submit" variant="accent" pending={form.pending}>
        {t("organiser.save")}
      </Button>
    </div>
  );
}

/** Saves over `event`; when somebody was faster and did not touch the same, over theirs. */
function useSave(
  event: LiveEvent,
  setAnswered: (event: LiveEvent) => void,
  chosen: () => ProgrammeMove | null,
) {
  const t = useT();
  return async (values: EventForm): Promise<EventForm> => {
    let [over, form] = [event, values];
    const programme = chosen();
    for (let left = tries; ; left--) {
      const variables = { eventId: event.id, version: over.version, input: inputOf(form, over), programme };
      try {
        const { updateEvent } = await request(UpdateEvent, variables);
        const now = { ...over, ...updateEvent };
        setAnswered(now);
        toast({ tone: "success", title: t("organiser.saved"), key: "organiser.saved" });
        return formOf(now);
      } catch (error) {
        const problem = toProblem(error);
        const theirs = problem.code === "conflict" ? conflicting(problem.data, over) : null;
        if (!theirs) throw problem;
        setAnswered(theirs);
        // Most often it was the agenda: the same again, on top of theirs.
        const again = rebased(formOf(over), form, formOf(theirs));
        // What was chosen was chosen for the zone and dates that were shown.
        if (!again || left <= 1 || (programme && isMoved(over, theirs))) throw problem;
        [over, form] = [theirs, again];
      }
    }
  };
}

const isMoved = (one: When, other: When): boolean =>
  one.startsAt !== other.startsAt || one.endsAt !== other.endsAt || one.timeZone !== other.timeZone;
