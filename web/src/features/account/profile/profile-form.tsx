"use client";

import { useMutation } from "@apollo/client/react";
import { useRef, useState, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { toast } from "@/components/ui/toast";
import { UpdateProfileDocument, type MyProfileFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

import { useProfileDraft } from "./profile-draft";
import { AboutFields, MeetFields, PlaceFields, type FieldsProps } from "./profile-fields";
import { ProfilePreview } from "./profile-preview";
import {
  fieldNamed,
  inputOf,
  problemOf,
  problemsOf,
  profileFields,
  type ProfileField,
  type ProfileProblems,
} from "./profile-state";

/** The form with the preview beside it. What is typed survives a reload and a failure. */
export function ProfileEditor({ profile }: { profile: MyProfileFragment }) {
  const t = useT();
  const draft = useProfileDraft(profile);
  const { form, dirty } = draft;
  const { problems, setProblems, save, saving } = useSave(draft);
  const root = useRef<HTMLFormElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = await save();
    const [first] = profileFields.filter((field) => wrong[field]);
    if (first) root.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  const look = (field: ProfileField) =>
    setProblems((before) => ({ ...before, [field]: problemOf(form, field) }));
  const fields: FieldsProps = { form, problems, onChange: draft.change, onBlur: look };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,640px)_minmax(0,1fr)]">
      <form ref={root} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-10">
        <AboutFields {...fields} />
        <MeetFields {...fields} />
        <PlaceFields {...fields} />
        <div className="sticky bottom-0 -mx-1 flex items-center gap-2 bg-background px-1 py-3">
          <Button type="submit" variant="accent" size="lg" pending={saving} disabled={!dirty && !saving}>
            {t("profile.save")}
          </Button>
          {dirty && !saving && (
            <Button
              variant="ghost"
              size="lg"
              onClick={() => {
                draft.discard();
                setProblems({});
              }}
            >
              {t("profile.discard")}
            </Button>
          )}
          <span className="ml-auto text-13 text-muted">{dirty && t("profile.unsaved")}</span>
        </div>
      </form>
      <aside className="lg:sticky lg:top-20 lg:self-start">
        <h2 className="mb-3 text-16 font-semibold">{t("matches.whatOthersSee")}</h2>
        <Card padded={false} className="p-5">
          <ProfilePreview profile={{ ...form, id: profile.id, name: form.name.trim() || profile.name }} />
        </Card>
      </aside>
    </div>
  );
}

/** Saves what is typed; answers what is wrong with it (nothing when it was saved, or when trying again helps). */
function useSave(draft: ReturnType<typeof useProfileDraft>) {
  const t = useT();
  const [problems, setProblems] = useState<ProfileProblems>({});
  const [update, { loading: saving }] = useMutation(UpdateProfileDocument);
  const save = async (): Promise<ProfileProblems> => {
    const sent = draft.form;
    const wrong = problemsOf(sent);
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return wrong;
    try {
      const { data } = await update({ variables: { input: inputOf(sent) } });
      if (data) draft.saved(data.updateProfile, sent);
      toast({ tone: "success", key: "profile", title: t("profile.saved") });
    } catch (error) {
      const problem = toProblem(error);
      const field = fieldNamed(problem.data.field);
      if (field) {
        const refused = { [field]: { message: problem.message } };
        setProblems(refused);
        return refused;
      }
      toast({
        tone: "error",
        key: "profile",
        title: t("profile.saveFailed"),
        body: problem.message,
        action: { label: t("common.retry"), run: () => void save() },
      });
    }
    return {};
  };
  return { problems, setProblems, save, saving };
}
