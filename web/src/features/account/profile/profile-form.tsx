"use client";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormError } from "@/components/ui/field";
import { keepClear, toast } from "@/components/ui/toast";
import type { MyProfileFragment } from "@/gen/graphql";
import { UpdateProfile } from "@/gen/operations/profile";
import { useForm, type Form } from "@/lib/form";
import { useT } from "@/lib/i18n";
import { request } from "@/lib/request";

import { AboutFields, MeetFields, PlaceFields } from "./profile-fields";
import { ProfilePreview } from "./profile-preview";
import { formOf, inputOf, profileErrors, profileFields, type ProfileForm } from "./profile-state";

type ProfileEditorProps = { profile: MyProfileFragment; onSaved: (profile: MyProfileFragment) => void };

/** The form with the preview beside it. What is typed survives a reload and a failure. */
export function ProfileEditor(props: ProfileEditorProps) {
  const t = useT();
  const { profile } = props;
  const form = useProfileForm(props);
  const { values } = form;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,640px)_minmax(0,1fr)]">
      <form {...form.props} className="flex flex-col gap-10">
        <AboutFields form={form} />
        <MeetFields form={form} />
        <PlaceFields form={form} />
        <SaveBar form={form} />
      </form>
      <aside className="lg:sticky lg:top-20 lg:self-start">
        <h2 className="mb-3 text-16 font-semibold">{t("matches.whatOthersSee")}</h2>
        <Card padded={false} className="p-5">
          <ProfilePreview profile={{ ...values, id: profile.id, name: values.name.trim() || profile.name }} />
        </Card>
      </aside>
    </div>
  );
}

function SaveBar({ form }: { form: Form<ProfileForm> }) {
  const t = useT();
  const { dirty, pending, refusal } = form;
  return (
    <div
      {...keepClear}
      className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 bg-background px-1 py-3"
    >
      <FormError className="w-full">{refusal && `${t("profile.saveFailed")} ${refusal}`}</FormError>
      <Button type="submit" variant="accent" size="lg" pending={pending} disabled={!dirty && !pending}>
        {t("profile.save")}
      </Button>
      {dirty && !pending && (
        <Button variant="ghost" size="lg" onClick={form.discard}>
          {t("profile.discard")}
        </Button>
      )}
      <span className="ms-auto text-13 text-muted">{dirty && t("profile.unsaved")}</span>
    </div>
  );
}

function useProfileForm({ profile, onSaved }: ProfileEditorProps): Form<ProfileForm> {
  const t = useT();
  return useForm<ProfileForm>({
    saved: formOf(profile),
    fields: profileFields,
    check: profileErrors,
    send: async (values) => {
      const { updateProfile } = await request(UpdateProfile, { input: inputOf(values) });
      onSaved(updateProfile);
      toast({ tone: "success", key: "profile", title: t("profile.saved") });
      return formOf(updateProfile);
    },
    draft: `profile.${profile.id}`,
  });
}
