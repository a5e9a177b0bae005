"use client";

import { useQuery } from "@apollo/client/react";

import { PageTitle } from "@/components/frame";
import { NamingTopics } from "@/components/frame/naming-topics";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { MyProfileDocument } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

import { ProfileEditor } from "./profile-form";

/** My profile: what I say about myself, and beside it what others see of it. */
export function ProfilePage() {
  const t = useT();
  const { data, loading, error, refetch } = useQuery(MyProfileDocument, { fetchPolicy: "cache-and-network" });
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
          <ProfileEditor profile={profile} />
        ) : loading || !error ? (
          waiting
        ) : (
          <ErrorState message={toProblem(error).message} onRetry={() => void refetch()} />
        )}
      </NamingTopics>
    </>
  );
}
