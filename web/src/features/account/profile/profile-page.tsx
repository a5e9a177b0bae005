"use client";

import { PageTitle } from "@/components/frame";
import { NamingTopics } from "@/components/frame/naming-topics";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { MyProfile } from "@/gen/operations/profile";
import { useT } from "@/lib/i18n";
import { useAnswer } from "@/lib/use-answer";

import { ProfileEditor } from "./profile-form";

/** My profile: what I say about myself, and beside it what others see of it. */
export function ProfilePage() {
  const t = useT();
  const { data, problem, retry, change } = useAnswer(MyProfile, {});
  const profile = data?.myProfile;
  const waiting = (
    <Loading className="max-w-[640px] space-y-5">
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
      <Skeleton className="h-28" />
      <Skeleton className="h-14" />
    </Loading>
  );
  return (
    <>
      <PageTitle>{t("profile.title")}</PageTitle>
      <NamingTopics waiting={waiting}>
        {profile ? (
          <ProfileEditor profile={profile} onSaved={(myProfile) => change(() => ({ myProfile }))} />
        ) : problem ? (
          <ErrorState message={problem.message} onRetry={retry} />
        ) : (
          waiting
        )}
      </NamingTopics>
    </>
  );
}
