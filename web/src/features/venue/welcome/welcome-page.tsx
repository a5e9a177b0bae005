"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useLiveState } from "@/features/live-event";
import { Welcome } from "@/gen/operations/welcome";
import { useT } from "@/lib/i18n";
import { topicWord } from "@/lib/topics";
import { fresh, useAnswer } from "@/lib/use-answer";

import { WelcomeForm } from "./welcome-form";

/** The one step after joining, which may be skipped: what one is into, so that there are people to meet at once. */
export function WelcomePage({ next }: { next: string | null }) {
  const t = useT();
  const router = useRouter();
  const { event } = useLiveState();
  const base = `/e/${event.slug}`;
  const { data, problem, retry } = useAnswer(Welcome, { eventId: event.id }, fresh);
  // The team, where it is not registered as well, meets nobody by suggestion.
  const notForMe = problem?.code === "forbidden";
  useEffect(() => {
    if (notForMe) router.replace(next ?? `${base}/lobby`);
  }, [notForMe, next, base, router]);
  const profile = data?.myProfile;
  return (
    <div className="mx-auto max-w-[640px] px-4 py-8 md:px-8 md:py-10">
      <div className="flex items-start justify-between gap-4">
        <h1 className="text-28 font-semibold text-balance">{t("welcome.title")}</h1>
        {/* Before the form: who does not want it need not go through it. */}
        <Button asChild variant="ghost" className="-me-3 mt-1">
          <Link href={next ?? `${base}/lobby`}>{t("welcome.skip")}</Link>
        </Button>
      </div>
      <p className="mt-2 max-w-[60ch] text-14 text-muted">{t("welcome.body", { name: event.name })}</p>
      {problem && !notForMe ? (
        <ErrorState className="pt-12" message={problem.message} onRetry={retry} />
      ) : profile ? (
        <WelcomeForm
          key={profile.id}
          event={event}
          profile={profile}
          topics={data.eventTopics.map(topicWord)}
          next={next ?? `${base}/matches`}
        />
      ) : (
        <Loading className="mt-8 space-y-4">
          <Skeleton className="h-24" />
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </Loading>
      )}
    </div>
  );
}
