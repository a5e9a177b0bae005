"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, FieldError } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { RadioCard, RadioGroup } from "@/components/ui/radio";
import { Segmented } from "@/components/ui/segmented";
import { ZoneSelect } from "@/components/ui/zone-select";
import type { LiveEvent } from "@/features/live-event";
import type { EventKind, Visibility } from "@/gen/graphql";
import type { Form } from "@/lib/form";
import { useT } from "@/lib/i18n";
import { shortened } from "@/lib/plain";

import { oddTimeWords } from "../odd-time";
import { instantOf } from "../zone-time";
import { withStart, type EventField, type EventForm } from "./event-form";

const kinds: readonly EventKind[] = ["conference", "hackathon", "meetup", "networking"];

type FieldsProps = { form: Form<EventForm> };
/** The event as it is kept; none for a new one. */
type WhenProps = FieldsProps & { event?: Pick<LiveEvent, "startsAt" | "endsAt"> };

/** Everything an organiser says about an event, for making one and for changing one. */
export function EventFields({ form, event }: WhenProps) {
  return (
    <>
      <WhatFields form={form} />
      <WhenWhereFields form={form} event={event} />
      <WhoFields form={form} />
      <WordsFields form={form} />
    </>
  );
}

function WhatFields({ form }: FieldsProps) {
  const t = useT();
  const { bind, errorOf, set, values } = form;
  return (
    <Group title={t("organiser.what")}>
      <Field label={t("organiser.name")} error={errorOf("name")}>
        <Input required autoComplete="off" {...bind("name")} />
      </Field>
      <Clash form={form} field="name" />
      <div data-field="kind">
        <p className="mb-1.5 text-13 font-medium">{t("organiser.kind")}</p>
        <Segmented
          label={t("organiser.kind")}
          value={values.kind}
          onValueChange={(kind) => set({ kind })}
          segments={kinds.map((kind) => ({ value: kind, label: t("events.kind", { kind }) }))}
          className="flex-wrap"
        />
      </div>
      <FieldError>{errorOf("kind")}</FieldError>
      <Clash form={form} field="kind" />
      <Field
        label={t("organiser.tagline")}
        hint={t("organiser.taglineHint")}
        error={errorOf("tagline")}
        optional
      >
        <Input autoComplete="off" {...bind("tagline")} />
      </Field>
      <Clash form={form} field="tagline" />
    </Group>
  );
}

function WhenWhereFields({ form, event }: WhenProps) {
  const t = useT();
  const { bind, errorOf, set, values } = form;
  return (
    <Group title={t("organiser.whenWhere")}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("organiser.startsAt")}
          error={errorOf("startsAt")}
          note={oddTimeWords(values.startsAt, values.timeZone, event?.startsAt)}
        >
          <Input
            type="datetime-local"
            required
            {...bind("startsAt")}
            onChange={(event) => set(withStart(values, event.target.value))}
          />
        </Field>
        <Field
          label={t("organiser.endsAt")}
          error={errorOf("endsAt")}
          note={oddTimeWords(values.endsAt, values.timeZone, event?.endsAt)}
        >
          <Input type="datetime-local" required min={values.startsAt} {...bind("endsAt")} />
        </Field>
      </div>
      <Clash form={form} field="startsAt" />
      <Clash form={form} field="endsAt" />
      <Field label={t("organiser.timeZone")} hint={t("organiser.timeZoneHint")} error={errorOf("timeZone")}>
        <ZoneSelect at={instantOf(values.startsAt, values.timeZone) ?? 0} {...bind("timeZone")} />
      </Field>
      <Clash form={form} field="timeZone" />
      <Field
        label={t("organiser.location")}
        hint={t("organiser.locationHint")}
        error={errorOf("location")}
        optional
      >
        <Input autoComplete="off" {...bind("location")} />
      </Field>
      <Clash form={form} field="location" />
    </Group>
  );
}

function WhoFields({ form }: FieldsProps) {
  const t = useT();
  const { bind, errorOf, set, values } = form;
  return (
    <Group title={t("organiser.who")}>
      <RadioGroup
        data-field="visibility"
        aria-label={t("organiser.visibility")}
        value={values.visibility}
        // Of the two cards below, whose values are of this kind.
        onValueChange={(value) => set({ visibility: value as Visibility })}
        className="grid sm:grid-cols-2"
      >
        <RadioCard value="public" title={t("organiser.public")}>
          {t("organiser.publicBody")}
        </RadioCard>
        <RadioCard value="unlisted" title={t("organiser.unlisted")}>
          {t("organiser.unlistedBody")}
        </RadioCard>
      </RadioGroup>
      <FieldError>{errorOf("visibility")}</FieldError>
      <Clash form={form} field="visibility" />
      <Field
        label={t("organiser.capacity")}
        hint={t("organiser.capacityHint")}
        error={errorOf("capacity")}
        optional
      >
        <Input
          inputMode="numeric"
          autoComplete="off"
          className="max-w-40 tabular-nums"
          {...bind("capacity")}
        />
      </Field>
      <Clash form={form} field="capacity" />
    </Group>
  );
}

function WordsFields({ form }: FieldsProps) {
  const t = useT();
  const { bind, errorOf } = form;
  return (
    <Group title={t("organiser.words")}>
      <Field
        label={t("organiser.description")}
        hint={t("organiser.descriptionHint")}
        error={errorOf("description")}
        optional
      >
        <Textarea rows={7} {...bind("description")} />
      </Field>
      <Clash form={form} field="description" />
      <Field label={t("organiser.codeOfConduct")} error={errorOf("codeOfConduct")} optional>
        <Textarea rows={4} {...bind("codeOfConduct")} />
      </Field>
      <Clash form={form} field="codeOfConduct" />
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 text-16 font-semibold">{title}</h2>
      <Card className="flex flex-col gap-4 p-5 max-md:p-4">{children}</Card>
    </section>
  );
}

/** What somebody else made of a field meanwhile, to choose; nothing where nobody did. */
function Clash({ form, field }: FieldsProps & { field: EventField }) {
  const t = useT();
  if (!form.clashes.includes(field)) return null;
  const theirs = form.saved[field];
  const text = shortened(theirs, 200);
  return (
    <div className="-mt-2 flex items-center justify-between gap-3 rounded-control bg-warn-soft px-3 py-1.5 text-13 text-warn-text">
      <span className="min-w-0 break-words">
        {text ? t("organiser.theirs", { value: text }) : t("organiser.theirsEmpty")}
      </span>
      <Button variant="outline" size="sm" onClick={() => form.set({ [field]: theirs })}>
        {t("organiser.useTheirs")}
      </Button>
    </div>
  );
}
