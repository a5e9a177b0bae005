"use client";

import { Avatar } from "@/components/ui/avatar";
import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Words } from "@/components/ui/words";
import type { MyProfileFragment } from "@/gen/graphql";
import { MyProfile } from "@/gen/operations/profile";
import { useT } from "@/lib/i18n";
import { languageName } from "@/lib/intl";
import { topicWord, wordName } from "@/lib/topics";
import { useAnswer } from "@/lib/use-answer";

type Shown = Pick<MyProfileFragment, "id" | "name" | "headline" | "location" | "languages"> & {
  bio?: string;
  interests: readonly string[];
  offers: readonly string[];
  needs: readonly string[];
};

/** My profile in short, as it stands beside the matches. Nothing when it could not be asked for. */
export function WhatOthersSee() {
  const t = useT();
  const { data, problem } = useAnswer(MyProfile, {});
  const mine = data?.myProfile;
  if (problem) return null;
  const edit = (
    <Link href="/profile" className="rounded-control hover:text-foreground hover:underline">
      {t("matches.edit")}
    </Link>
  );
  return (
    <Section title={t("matches.whatOthersSee")} aside={edit}>
      {mine ? (
        <ProfilePreview profile={shownOf(mine)} />
      ) : (
        <Loading className="flex gap-3">
          <Skeleton className="size-10 rounded-full" />
          <Skeleton className="h-10 flex-1" />
        </Loading>
      )}
    </Section>
  );
}

export function shownOf(profile: MyProfileFragment): Shown {
  const { interests, offers, needs } = profile;
  return {
    ...profile,
    bio: undefined,
    interests: interests.map(topicWord),
    offers: offers.map(topicWord),
    needs: needs.map(topicWord),
  };
}

/** A face, a line, and what was said: of the form while it is typed too. */
export function ProfilePreview({ profile }: { profile: Shown }) {
  const t = useT();
  const line = [profile.headline, profile.location].filter(Boolean).join(", ");
  const rows = [
    [t("matches.offers"), profile.offers.map(wordName)],
    [t("matches.needs"), profile.needs.map(wordName)],
    [t("matches.interests"), profile.interests.map(wordName)],
    [t("matches.speaks"), profile.languages.map(languageName)],
  ] as const;
  const said = rows.filter(([, values]) => values.length > 0);
  return (
    <>
      <div className="flex items-center gap-3">
        <Avatar id={profile.id} name={profile.name} size={40} decorative />
        <div className="min-w-0 flex-1">
          <p dir="auto" className="truncate font-medium">
            {profile.name}
          </p>
          {line && (
            <p dir="auto" className="text-13 text-muted">
              {line}
            </p>
          )}
        </div>
      </div>
      {profile.bio && (
        <p dir="auto" className="mt-3 text-start text-13 wrap-anywhere whitespace-pre-line">
          <Words text={profile.bio} />
        </p>
      )}
      {said.length === 0 && <p className="mt-3 text-13 text-muted">{t("matches.nothingSaid")}</p>}
      {said.length > 0 && (
        <dl className="mt-3 grid grid-cols-[84px_1fr] gap-x-3 gap-y-1 text-13">
          {said.map(([label, values]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd dir="auto" className="wrap-anywhere">
                {values.join(", ")}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
