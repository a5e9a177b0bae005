"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useId, useRef, useState, type ChangeEvent, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field, FieldError } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useLiveState, type LiveSession } from "@/features/live-event";
import { PutSessionDocument, SessionDetailDocument } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { zoneCity } from "@/lib/time";

import { useFormFaults } from "../use-form";
import { later } from "../zone-time";
import {
  mostSpeakers,
  newSession,
  overlapping,
  sessionErrors,
  sessionFields,
  sessionFormOf,
  sessionInputOf,
  type SessionField,
  type SessionForm,
} from "./session-form";

type SessionDialogProps = {
  id: string;
  /** Null to make one. */
  session: LiveSession | null;
  onClose: () => void;
};

/** Makes a session, or changes one. Closes when it is kept; until then nothing typed is lost. */
export function SessionDialog({ id, session, onClose }: SessionDialogProps) {
  const t = useT();
  const state = useLiveState();
  const form = useId();
  const [saving, setSaving] = useState(false);
  // The agenda leaves abstracts out: saving without asking for it would empty it.
  const { data, error, refetch } = useQuery(SessionDetailDocument, {
    variables: { id },
    skip: !session,
    fetchPolicy: "network-only",
  });
  const full = session ? data?.session : null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        modalOnly
        title={t(session ? "organiser.changeSession" : "organiser.newSession")}
        description={`${t("organiser.clockHint", { city: zoneCity(state.event.timeZone) })} ${session ? t("organiser.fileHint") : ""}`}
        className="max-w-[600px]"
        footer={
          <>
            <Button variant="ghost" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button variant="accent" type="submit" form={form} pending={saving} disabled={full === undefined}>
              {t(session ? "organiser.save" : "organiser.addSession")}
            </Button>
          </>
        }
      >
        {error && !full ? (
          <ErrorState message={toProblem(error).message} onRetry={() => void refetch()} />
        ) : full === undefined ? (
          <Loading className="space-y-4">
            <Skeleton className="h-9" />
            <Skeleton className="h-9" />
            <Skeleton className="h-40" />
          </Loading>
        ) : (
          <SessionFields
            formId={form}
            id={id}
            first={full ? sessionFormOf(state, full) : newSession(state)}
            saving={saving}
            setSaving={setSaving}
            onDone={onClose}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

type FieldsProps = {
  formId: string;
  id: string;
  first: SessionForm;
  saving: boolean;
  setSaving: (saving: boolean) => void;
  onDone: () => void;
};

function SessionFields({ formId, id, first, saving, setSaving, onDone }: FieldsProps) {
  const t = useT();
  const state = useLiveState();
  const { event, agenda } = state;
  const [form, setForm] = useState(first);
  const element = useRef<HTMLFormElement>(null);
  const faults = useFormFaults(element, sessionFields, sessionErrors(form, event.timeZone), { mostSpeakers });
  const [put] = useMutation(PutSessionDocument);
  const set = (field: SessionField, value: string) => {
    faults.clear();
    const next = { ...form, [field]: value };
    if (field === "startsAt" && value && form.startsAt && form.endsAt > form.startsAt)
      next.endsAt = later(value, (Date.parse(`${form.endsAt}Z`) - Date.parse(`${form.startsAt}Z`)) / 60_000);
    setForm(next);
  };
  const bind = (field: SessionField) => ({
    name: field,
    value: form[field],
    onChange: (change: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      set(field, change.target.value),
    onBlur: () => faults.touch(field),
  });
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault();
    // A dialog's form lies inside no other, but its submit would still reach one by way of React.
    submitted.stopPropagation();
    if (saving || !faults.check()) return;
    setSaving(true);
    try {
      await put({ variables: { eventId: event.id, id, input: sessionInputOf(form, event.timeZone) } });
      onDone();
    } catch (error) {
      setSaving(false);
      faults.refuse(toProblem(error));
    }
  };
  const clashes = overlapping(state, id, form).slice(0, 3);
  const error = (field: SessionField) => faults.errorOf(field);
  return (
    <form id={formId} ref={element} noValidate onSubmit={submit} className="flex flex-col gap-4 p-0.5">
      <Field label={t("organiser.title")} error={error("title")}>
        <Input required autoComplete="off" {...bind("title")} />
      </Field>
      <Field label={t("organiser.subtitle")} error={error("subtitle")} optional>
        <Input autoComplete="off" {...bind("subtitle")} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("organiser.startsAt")} error={error("startsAt")}>
          <Input type="datetime-local" required {...bind("startsAt")} />
        </Field>
        <Field label={t("organiser.endsAt")} error={error("endsAt")}>
          <Input type="datetime-local" required min={form.startsAt} {...bind("endsAt")} />
        </Field>
        <Field label={t("organiser.stage")} hint={t("organiser.newIsMade")} error={error("stage")} optional>
          <Input list={`${formId}s`} autoComplete="off" {...bind("stage")} />
        </Field>
        <Field label={t("organiser.track")} hint={t("organiser.newIsMade")} error={error("track")} optional>
          <Input list={`${formId}t`} autoComplete="off" {...bind("track")} />
        </Field>
      </div>
      {clashes.length > 0 && (
        <p role="status" className="rounded-control bg-warn-soft px-3 py-2 text-13 text-warn-text">
          {t("organiser.overlaps", { titles: clashes.map((other) => `“${other.title}”`).join(", ") })}
        </p>
      )}
      <Field
        label={t("organiser.speakers")}
        hint={t("organiser.speakersHint")}
        error={error("speakers")}
        optional
      >
        <Textarea rows={2} {...bind("speakers")} />
      </Field>
      <Field label={t("organiser.abstract")} error={error("abstract")} optional>
        <Textarea rows={5} {...bind("abstract")} />
      </Field>
      <Field label={t("organiser.language")} error={error("language")} optional>
        <Input autoComplete="off" className="max-w-40" {...bind("language")} />
      </Field>
      <FieldError>{faults.refusal}</FieldError>
      <Names id={`${formId}s`} names={agenda.stages} />
      <Names id={`${formId}t`} names={agenda.tracks} />
    </form>
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
