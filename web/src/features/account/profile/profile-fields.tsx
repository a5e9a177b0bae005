"use client";

import type { ReactNode } from "react";

import { Field } from "@/components/ui/field";
import { Input, Textarea, fieldClasses } from "@/components/ui/input";
import { limits } from "@/gen/limits";
import { cn } from "@/lib/cn";
import { useMounted } from "@/lib/hooks";
import { t } from "@/lib/i18n";
import { viewerZone } from "@/lib/time";

import { languageCodes, languageName } from "./profile-languages";
import type { FieldProblem, ProfileField, ProfileForm, ProfileProblems } from "./profile-state";
import { PickField } from "./topics-field";
import { fitting } from "./topics-state";
import { useTopicSuggest } from "./topics-suggest";

export type FieldsProps = {
  form: ProfileForm;
  problems: ProfileProblems;
  onChange: (part: Partial<ProfileForm>) => void;
  onBlur: (field: ProfileField) => void;
};

const said = (problem: FieldProblem | undefined) =>
  problem && ("key" in problem ? t(problem.key, problem.values) : problem.message);

function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-5">
      <legend className="mb-1 contents text-16 font-semibold">
        <span>{title}</span>
      </legend>
      {hint && <p className="-mt-4 text-13 text-muted">{hint}</p>}
      {children}
    </fieldset>
  );
}

/** Who I am. */
export function AboutFields({ form, problems, onChange, onBlur }: FieldsProps) {
  const line = (field: "name" | "headline" | "location") => ({
    name: field,
    value: form[field],
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
    onBlur: () => onBlur(field),
  });
  const bioMost = limits.ProfileInput.bio.max;
  const bioLeft = bioMost - Array.from(form.bio).length;
  return (
    <Part title={t("profile.about")}>
      <Field label={t("profile.name")} error={said(problems.name)}>
        <Input autoComplete="name" {...line("name")} />
      </Field>
      <Field
        label={t("profile.headline")}
        hint={t("profile.headlineHint")}
        error={said(problems.headline)}
        optional
      >
        <Input {...line("headline")} />
      </Field>
      <Field label={t("profile.location")} error={said(problems.location)} optional>
        <Input autoComplete="address-level2" {...line("location")} />
      </Field>
      <Field
        label={t("profile.bio")}
        error={said(problems.bio)}
        aside={bioLeft < bioMost / 5 ? t("profile.left", { count: bioLeft }) : undefined}
        optional
      >
        <Textarea
          name="bio"
          rows={5}
          value={form.bio}
          onChange={(event) => onChange({ bio: event.target.value })}
          onBlur={() => onBlur("bio")}
        />
      </Field>
    </Part>
  );
}

/** What the suggestions are made of. */
export function MeetFields({ form, problems, onChange, onBlur }: FieldsProps) {
  const suggest = useTopicSuggest();
  const topics = (field: "interests" | "offers" | "needs") => (
    <PickField
      name={field}
      limit={limits.ProfileInput[field]}
      free
      suggest={suggest}
      values={form[field]}
      placeholder={t("profile.addTopic")}
      onChange={(values) => onChange({ [field]: values })}
      onBlur={() => onBlur(field)}
    />
  );
  return (
    <Part title={t("profile.meet")} hint={t("profile.meetHint")}>
      <Field label={t("profile.interests")} error={said(problems.interests)} optional>
        {topics("interests")}
      </Field>
      <Field
        label={t("profile.offers")}
        hint={t("profile.offersHint")}
        error={said(problems.offers)}
        optional
      >
        {topics("offers")}
      </Field>
      <Field label={t("profile.needs")} hint={t("profile.needsHint")} error={said(problems.needs)} optional>
        {topics("needs")}
      </Field>
    </Part>
  );
}

const byName = new Map(languageCodes.map((code) => [languageName(code), code as string]));
const languageNames = Array.from(byName.keys()).sort((a, b) => a.localeCompare(b, "en"));

/** Languages, time zone, links. */
export function PlaceFields({ form, problems, onChange, onBlur }: FieldsProps) {
  return (
    <Part title={t("profile.more")}>
      <Field label={t("profile.languages")} error={said(problems.languages)} optional>
        <PickField
          name="languages"
          limit={limits.ProfileInput.languages}
          suggest={(text) => fitting(languageNames, text)}
          values={form.languages.map(languageName)}
          placeholder={t("profile.addLanguage")}
          onChange={(names) =>
            onChange({ languages: names.map((name) => byName.get(name) ?? codeOf(form, name)) })
          }
          onBlur={() => onBlur("languages")}
        />
      </Field>
      <Field
        label={t("profile.timeZone")}
        hint={t("profile.timeZoneHint")}
        error={said(problems.timeZone)}
        optional
      >
        <ZoneSelect value={form.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
      </Field>
      <Field label={t("profile.links")} hint={t("profile.linksHint")} error={said(problems.links)} optional>
        <Textarea
          name="links"
          rows={3}
          inputMode="url"
          value={form.links}
          onChange={(event) => onChange({ links: event.target.value })}
          onBlur={() => onBlur("links")}
        />
      </Field>
    </Part>
  );
}

/** The code of a language that is in the profile but not on our list. */
const codeOf = (form: ProfileForm, name: string) =>
  form.languages.find((code) => languageName(code) === name) ?? name;

type ZoneProps = {
  value: string;
  onChange: (zone: string) => void;
  id?: string;
  "aria-describedby"?: string;
};

/** The system's own list: four hundred zones want its type-ahead. */
function ZoneSelect({ value, onChange, ...field }: ZoneProps) {
  const mounted = useMounted();
  const mine = mounted ? viewerZone() : "";
  const zones = mounted ? Intl.supportedValuesOf("timeZone") : [];
  const all = Array.from(new Set([value, mine, ...zones])).filter(Boolean);
  return (
    <select
      {...field}
      name="timeZone"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cn(fieldClasses, "h-9 px-2")}
    >
      <option value="">{t("profile.noZone")}</option>
      {all.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll("_", " ")}
        </option>
      ))}
    </select>
  );
}
