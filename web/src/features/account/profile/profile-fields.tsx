"use client";

import type { ReactNode } from "react";

import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { ZoneSelect } from "@/components/ui/zone-select";
import { limits } from "@/gen/limits";
import type { Form } from "@/lib/form";
import { useNow } from "@/lib/hooks";
import { t } from "@/lib/i18n";
import { byName, languageName } from "@/lib/intl";
import { wordName } from "@/lib/topics";

import { languageCodes } from "./profile-languages";
import type { ProfileForm } from "./profile-state";
import { PickField } from "./topics-field";
import { fitting } from "./topics-state";
import { suggestTopics } from "./topics-suggest";

type FieldsProps = { form: Form<ProfileForm> };

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
export function AboutFields({ form: { bind, errorOf, values } }: FieldsProps) {
  const bioMost = limits.ProfileInput.bio.max;
  const bioLeft = bioMost - Array.from(values.bio).length;
  return (
    <Part title={t("profile.about")}>
      <Field label={t("profile.name")} error={errorOf("name")}>
        <Input autoComplete="name" {...bind("name")} />
      </Field>
      <Field
        label={t("profile.headline")}
        hint={t("profile.headlineHint")}
        error={errorOf("headline")}
        optional
      >
        <Input {...bind("headline")} />
      </Field>
      <Field label={t("profile.location")} error={errorOf("location")} optional>
        <Input autoComplete="address-level2" {...bind("location")} />
      </Field>
      <Field
        label={t("profile.bio")}
        error={errorOf("bio")}
        aside={bioLeft < bioMost / 5 ? t("profile.left", { count: bioLeft }) : undefined}
        optional
      >
        <Textarea rows={5} {...bind("bio")} />
      </Field>
    </Part>
  );
}

/** What the suggestions are made of. */
export function MeetFields({ form }: FieldsProps) {
  const { errorOf, left, set, values } = form;
  const topics = (field: "interests" | "offers" | "needs") => (
    <PickField
      name={field}
      limit={limits.ProfileInput[field]}
      free
      suggest={suggestTopics}
      show={wordName}
      values={values[field]}
      placeholder={t("profile.addTopic")}
      onChange={(words) => set({ [field]: words })}
      onBlur={() => left(field)}
    />
  );
  return (
    <Part title={t("profile.meet")} hint={t("profile.meetHint")}>
      <Field label={t("profile.interests")} error={errorOf("interests")} optional>
        {topics("interests")}
      </Field>
      <Field label={t("profile.offers")} hint={t("profile.offersHint")} error={errorOf("offers")} optional>
        {topics("offers")}
      </Field>
      <Field label={t("profile.needs")} hint={t("profile.needsHint")} error={errorOf("needs")} optional>
        {topics("needs")}
      </Field>
    </Part>
  );
}

/** To choose from, in the order of their names. */
const codesByName = () => languageCodes.toSorted((a, b) => byName(languageName(a), languageName(b)));

/** Languages, time zone, links. */
export function PlaceFields({ form }: FieldsProps) {
  const { bind, errorOf, left, set, values } = form;
  const now = useNow();
  return (
    <Part title={t("profile.more")}>
      <Field label={t("profile.languages")} error={errorOf("languages")} optional>
        <PickField
          name="languages"
          limit={limits.ProfileInput.languages}
          suggest={(text) => fitting(codesByName(), text, languageName)}
          show={languageName}
          values={values.languages}
          placeholder={t("profile.addLanguage")}
          onChange={(languages) => set({ languages })}
          onBlur={() => left("languages")}
        />
      </Field>
      <Field
        label={t("profile.timeZone")}
        hint={t("profile.timeZoneHint")}
        error={errorOf("timeZone")}
        optional
      >
        <ZoneSelect at={now ?? 0} none={t("profile.noZone")} {...bind("timeZone")} />
      </Field>
      <Field label={t("profile.links")} hint={t("profile.linksHint")} error={errorOf("links")} optional>
        <Textarea rows={3} inputMode="url" {...bind("links")} />
      </Field>
    </Part>
  );
}
