"use client";

import { useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field, FormError } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { LiveSession, LiveState } from "@/features/live-event";
import type { WholeSessionFragment } from "@/gen/graphql";
import { DraftSession } from "@/gen/operations/draft";
import { PutSession } from "@/gen/operations/organiser";
import { useForm, type Form } from "@/lib/form";
import { useT } from "@/lib/i18n";
import { request } from "@/lib/request";
import { zoneCity } from "@/lib/time";
import { fresh, useAnswer } from "@/lib/use-answer";

import { oddTimeWords } from "../odd-time";
import {
  newSession,
  overlapping,
  sessionErrors,
  sessionFields,
  sessionFormOf,
  sessionInputOf,
  withStart,
  type SessionForm,
} from "./session-form";

type SessionDialogProps = {
  id: string;
  /** Null to make one. */
  session: LiveSession | null;
  /** The event with its draft in the place of the agenda. */
  state: LiveState;
  onKept: () => void;
  onClose: () => void;
};

/** Makes a session, or changes one. Closes when it is kept; before that it asks whether to lose what was typed. */
export function SessionDialog({ id, session, state, onKept, onClose }: SessionDialogProps) {
  const t = useT();
  const formId = useId();
  const [asking, setAsking] = useState(false);
  // The agenda leaves abstracts out: saving without asking for it would empty it.
  const asked = session && { eventId: state.event.id, sessionId: id };
  const { data, problem, retry } = useAnswer(DraftSession, asked, fresh);
  const full = session ? data?.draftSession : null;
  const form = useSessionForm(state, id, full ?? null, () => {
    onKept();
    onClose();
  });
  const submit = { pending: form.pending, disabled: full === undefined };
  const close = () => (form.dirty ? setAsking(true) : onClose());
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent
        modalOnly
        title={t(session ? "organiser.changeSession" : "organiser.newSession")}
        description={`${t("organiser.clockHint", { city: zoneCity(state.event.timeZone) })} ${session ? t("organiser.fileHint") : ""}`}
        className="max-w-[600px]"
        footer={
          <>
            <Button variant="ghost" onClick={close}>
              {t("common.cancel")}
            </Button>
            <Button {...submit} variant="accent" type="submit" form={formId}>
              {t(session ? "organiser.save" : "organiser.addSession")}
            </Button>
          </>
        }
      >
        {problem ? (
          <ErrorState message={problem.message} onRetry={retry} />
        ) : full === undefined ? (
          <FieldsLoading />
        ) : (
          <SessionFields
            formId={formId}
            form={form}
            state={state}
            others={overlapping(state, id, form.values)}
            saved={full}
          />
        )}
      </DialogContent>
      <Confirm
        danger
        open={asking}
        onOpenChange={setAsking}
        title={t("organiser.loseTitle")}
        description={t("organiser.loseBody")}
        action={t("organiser.discard")}
        onConfirm={onClose}
      />
    </Dialog>
  );
}

function FieldsLoading() {
  return (
    <Loading className="space-y-4">
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
      <Skeleton className="h-40" />
    </Loading>
  );
}

/** `session` is null while it is not there yet, or is to be made. */
function useSessionForm(
  state: LiveState,
  id: string,
  session: WholeSessionFragment | null,
  onDone: () => void,
): Form<SessionForm> {
  const { id: eventId, timeZone } = state.event;
  const [blank] = useState(() => newSession(state));
  return useForm<SessionForm>({
    saved: session ? sessionFormOf(state, session) : blank,
    fields: sessionFields,
    check: (values) => sessionErrors(values, timeZone),
    send: async (values) => {
      await request(PutSession, { eventId, id, input: sessionInputOf(values, timeZone, session) });
      return onDone;
    },
  });
}

type FieldsProps = {
  formId: string;
  form: Form<SessionForm>;
  state: LiveState;
  /** What else happens then and there. */
  others: readonly LiveSession[];
  /** As it is kept; null for a new one. */
  saved: LiveSession | null;
};

function SessionFields({ formId, form, state, others, saved }: FieldsProps) {
  const t = useT();
  const { agenda } = state;
  const { bind, errorOf } = form;
  return (
    <form id={formId} {...form.props} className="flex flex-col gap-4 p-0.5">
      <Field label={t("organiser.title")} error={errorOf("title")}>
        <Input required autoComplete="off" {...bind("title")} />
      </Field>
      <Field label={t("organiser.subtitle")} error={errorOf("subtitle")} optional>
        <Input autoComplete="off" {...bind("subtitle")} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <When form={form} zone={state.event.timeZone} saved={saved} />
        <Field label={t("organiser.stage")} hint={t("organiser.newIsMade")} error={errorOf("stage")} optional>
          <Input list={`${formId}s`} autoComplete="off" {...bind("stage")} />
        </Field>
        <Field label={t("organiser.track")} hint={t("organiser.newIsMade")} error={errorOf("track")} optional>
          <Input list={`${formId}t`} autoComplete="off" {...bind("track")} />
        </Field>
      </div>
      <Overlaps others={others} />
      <Field
        label={t("organiser.speakers")}
        hint={t("organiser.speakersHint")}
        error={errorOf("speakers")}
        optional
      >
        <Textarea rows={2} {...bind("speakers")} />
      </Field>
      <Field
        label={t("organiser.abstract")}
        hint={t("organiser.abstractHint")}
        error={errorOf("abstract")}
        optional
      >
        <Textarea rows={5} {...bind("abstract")} />
      </Field>
      <Field
        label={t("organiser.languages")}
        hint={t("organiser.languagesHint")}
        error={errorOf("languages")}
        optional
      >
        <Input autoComplete="off" className="max-w-60" {...bind("languages")} />
      </Field>
      <FormError>{form.refusal}</FormError>
      <Names id={`${formId}s`} names={agenda.stages} />
      <Names id={`${formId}t`} names={agenda.tracks} />
    </form>
  );
}

function When({ form, zone, saved }: Pick<FieldsProps, "form" | "saved"> & { zone: string }) {
  const t = useT();
  const { bind, errorOf, values } = form;
  return (
    <>
      <Field
        label={t("organiser.startsAt")}
        error={errorOf("startsAt")}
        note={oddTimeWords(values.startsAt, zone, saved?.startsAt)}
      >
        <Input
          type="datetime-local"
          required
          {...bind("startsAt")}
          onChange={(event) => form.set(withStart(values, event.target.value))}
        />
      </Field>
      <Field
        label={t("organiser.endsAt")}
        error={errorOf("endsAt")}
        note={oddTimeWords(values.endsAt, zone, saved?.endsAt)}
      >
        <Input type="datetime-local" required min={values.startsAt} {...bind("endsAt")} />
      </Field>
    </>
  );
}

function Overlaps({ others }: Pick<FieldsProps, "others">) {
  const t = useT();
  if (others.length === 0) return null;
  const titles = others.slice(0, 3).map((other) => `“${other.title}”`);
  return (
    <p role="status" className="rounded-control bg-warn-soft px-3 py-2 text-13 text-warn-text">
      {t("organiser.overlaps", { titles: titles.join(", ") })}
    </p>
  );
}

function Names({ id, names }: { id: string; names: ReadonlyMap<string, { id: string; name: string }> }) {
  return (
    <datalist id={id}>
      {Array.from(names.values(), (one) => (
        <option key={one.id} value={one.name} />
      ))}
    </datalist>
  );
}
