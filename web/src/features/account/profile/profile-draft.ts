"use client";

import { useRef, useState } from "react";

import type { MyProfileFragment } from "@/gen/graphql";
import { readDraft, writeDraft } from "@/lib/drafts";

import { formFrom, formOf, sameForm, type ProfileForm } from "./profile-state";

export type ProfileDraft = {
  form: ProfileForm;
  dirty: boolean;
  change: (part: Partial<ProfileForm>) => void;
  /** Back to what is saved. */
  discard: () => void;
  /** What was sent is saved; what was typed since stays. */
  saved: (profile: MyProfileFragment, sent: ProfileForm) => void;
};

/** The form as it is typed: kept in this browser until it is saved. */
export function useProfileDraft(profile: MyProfileFragment): ProfileDraft {
  const key = `profile.${profile.id}`;
  const stored = formOf(profile);
  const [typed, setTyped] = useState<ProfileForm | null>(() => formFrom(readDraft(key)));
  const latest = useRef(typed);
  const set = (next: ProfileForm | null) => {
    latest.current = next;
    setTyped(next);
    writeDraft(key, next ? JSON.stringify(next) : "");
  };
  const form = typed ?? stored;
  return {
    form,
    dirty: !sameForm(form, stored),
    change: (part) => set({ ...(latest.current ?? stored), ...part }),
    discard: () => set(null),
    saved: (now, sent) => {
      const typing = latest.current;
      if (!typing || sameForm(typing, sent)) return set(null);
      set({ ...formOf(now), ...changedSince(typing, sent) });
    },
  };
}

function changedSince(typing: ProfileForm, sent: ProfileForm): Partial<ProfileForm> {
  const entries = Object.entries(typing).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(sent[field as keyof ProfileForm]),
  );
  return Object.fromEntries(entries);
}
