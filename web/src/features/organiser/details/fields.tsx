"use client";

import { useMemo, type ChangeEvent, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { fieldClasses, Input, Textarea } from "@/components/ui/input";
import { RadioCard, RadioGroup } from "@/components/ui/radio";
import { Segmented } from "@/components/ui/segmented";
import type { EventKind, Visibility } from "@/gen/graphql";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import type { FormFaults } from "../use-form";
import { zones } from "../zone-time";
import { withField, type EventField, type EventForm } from "./event-form";

export type EventFieldsProps = {
  form: EventForm;
  faults: FormFaults<EventField>;
  onChange: (form: EventForm) => void;
  /** What somebody else made of a field meanwhile, to choose from. */
  theirs?: Partial<EventForm>;
};

const kinds: readonly EventKind[] = ["conference", "hackathon", "meetup", "networking"];

/** Everything an organiser says about an event, for making one and for changing one. */
export function EventFields({ form, faults, onChange, theirs = {} }: EventFieldsProps) {
  const t = useT();
  const set = <F extends EventField>(field: F, value: EventForm[F]) => {
    faults.clear();
    onChange(withField(form, field, value));
  };
  const bind = (field: Exclude<EventField, "kind" | "visibility">) => ({
    name: field,
    value: form[field],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) =>
      set(field, event.target.value),
    onBlur: () => faults.touch(field),
  });
  const clash = (field: EventField) => {
    const value = theirs[field];
    if (value === undefined) return null;
    const use = () => onChange({ ...form, [field]: value });
    return <Theirs value={value} onUse={use} />;
  };
  return (
    <>
      <Group title={t("organiser.what")}>
        <Field label={t("organiser.name")} error={faults.errorOf("name")}>
          <Input required autoComplete="off" {...bind("name")} />
        </Field>
        {clash("name")}
        <div>
          <p className="mb-1.5 text-13 font-medium">{t("organiser.kind")}</p>
          <Segmented
            label={t("organiser.kind")}
            value={form.kind}
            onValueChange={(kind) => set("kind", kind)}
            segments={kinds.map((kind) => ({ value: kind, label: t("events.kind", { kind }) }))}
          />
        </div>
        {clash("kind")}
        <Field
          label={t("organiser.tagline")}
          hint={t("organiser.taglineHint")}
          error={faults.errorOf("tagline")}
          optional
        >
          <Input autoComplete="off" {...bind("tagline")} />
        </Field>
        {clash("tagline")}
      </Group>
      <Group title={t("organiser.whenWhere")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("organiser.startsAt")} error={faults.errorOf("startsAt")}>
            <Input type="datetime-local" required {...bind("startsAt")} />
          </Field>
          <Field label={t("organiser.endsAt")} error={faults.errorOf("endsAt")}>
            <Input type="datetime-local" required min={form.startsAt} {...bind("endsAt")} />
          </Field>
        </div>
        {clash("startsAt")}
        {clash("endsAt")}
        <ZoneField bind={bind("timeZone")} error={faults.errorOf("timeZone")} />
        {clash("timeZone")}
        <Field
          label={t("organiser.location")}
          hint={t("organiser.locationHint")}
          error={faults.errorOf("location")}
          optional
        >
          <Input autoComplete="off" {...bind("location")} />
        </Field>
        {clash("location")}
      </Group>
      <Group title={t("organiser.who")}>
        <RadioGroup
          aria-label={t("organiser.visibility")}
          value={form.visibility}
          onValueChange={(value) => set("visibility", value as Visibility)}
          className="grid sm:grid-cols-2"
        >
          <RadioCard value="public" title={t("organiser.public")}>
            {t("organiser.publicBody")}
          </RadioCard>
          <RadioCard value="unlisted" title={t("organiser.unlisted")}>
            {t("organiser.unlistedBody")}
          </RadioCard>
        </RadioGroup>
        {clash("visibility")}
        <Field
          label={t("organiser.capacity")}
          hint={t("organiser.capacityHint")}
          error={faults.errorOf("capacity")}
          optional
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            className="max-w-40 tabular-nums"
            {...bind("capacity")}
          />
        </Field>
        {clash("capacity")}
      </Group>
      <Group title={t("organiser.words")}>
        <Field
          label={t("organiser.description")}
          hint={t("organiser.descriptionHint")}
          error={faults.errorOf("description")}
          optional
        >
          <Textarea rows={7} {...bind("description")} />
        </Field>
        {clash("description")}
        <Field label={t("organiser.codeOfConduct")} error={faults.errorOf("codeOfConduct")} optional>
          <Textarea rows={4} {...bind("codeOfConduct")} />
        </Field>
        {clash("codeOfConduct")}
      </Group>
    </>
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

type ZoneBind = {
  name: string;
  value: string;
  onChange: (event: ChangeEvent<HTMLSelectElement>) => void;
  onBlur: () => void;
};

/** The browser's own list: four hundred zones are best found by typing, or by a phone's wheel. */
function ZoneField({ bind, error }: { bind: ZoneBind; error: string | undefined }) {
  const t = useT();
  const all = useMemo(() => zones(bind.value), [bind.value]);
  return (
    <Field label={t("organiser.timeZone")} hint={t("organiser.timeZoneHint")} error={error}>
      <select className={cn(fieldClasses, "h-9 px-2")} {...bind}>
        {all.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Theirs({ value, onUse }: { value: string; onUse: () => void }) {
  const t = useT();
  const text = value.length > 200 ? `${value.slice(0, 200)}…` : value;
  return (
    <div className="-mt-2 flex items-center justify-between gap-3 rounded-control bg-warn-soft px-3 py-1.5 text-13 text-warn-text">
      <span className="min-w-0 break-words">
        {text ? t("organiser.theirs", { value: text }) : t("organiser.theirsEmpty")}
      </span>
      <Button variant="outline" size="sm" onClick={onUse}>
        {t("organiser.useTheirs")}
      </Button>
    </div>
  );
}
