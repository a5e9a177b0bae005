"use client";

import { CalendarX, DoorOpen } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";

import { mainId, NothingWords, Page, TopBar } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Skeleton, Loading } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useMessageInAddress } from "@/features/chat";
import { useIsGone, useLive, type LiveState, TakenDown, belongs, phaseOf } from "@/features/live-event";
import { RegisterForEvent } from "@/gen/operations/event-page";
import { useNow } from "@/lib/hooks";
import { t, useT } from "@/lib/i18n";
import { toProblem, type Problem } from "@/lib/problem";
import { dayAndClock } from "@/lib/time";
import { useSend } from "@/lib/use-answer";
import { useShownZone, zoneWords } from "@/lib/whose-clock";

export type VenueGateProps = {
  /** Drawn in the public frame for people who are not inside; null where nobody else may look. */
  outside: ReactNode | null;
  children: ReactNode;
  bell?: ReactNode;
  loading: ReactNode;
};

/** Lets people of the event in; asks others, calmly, to register. Needs a `LiveEventProvider`. */
export function VenueGate({ outside, bell, loading, children }: VenueGateProps) {
  const t = useT();
  const sought = useMessageInAddress() !== null;
  const live = useLive();
  const gone = useIsGone(live.status === "ready" ? live.state : null);
  if (live.status === "loading") return <>{loading}</>;
  if (gone)
    return (
      <>
        <TopBar bell={bell} search={false} />
        <TakenDown onLook={live.retry} />
      </>
    );
  // Drawn before it is known who looks: most who come are of it, and nothing in it is for them alone.
  if (live.isDrawn) return <>{children}</>;
  if (live.status === "ready" && belongs(live.state.membership)) return <>{children}</>;
  return (
    <>
      <TopBar bell={bell} search={false} />
      {sought && outside && live.status === "ready" && (
        <p role="status" className="bg-accent-soft px-4 py-2.5 text-center text-13 text-accent-text">
          {t("venue.soughtOutside", { event: live.state.event.name })}
        </p>
      )}
      {live.status === "failed" ? (
        <Failed problem={live.problem} onRetry={live.retry} />
      ) : (
        (outside ?? <RegisterFirst state={live.state} sought={sought} onRegistered={live.retry} />)
      )}
    </>
  );
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code !== "not_found")
    return (
      <Page narrow className="pt-24">
        <ErrorState message={problem.message} onRetry={onRetry} />
      </Page>
    );
  return (
    <Page narrow className="pt-24">
      <NothingWords />
    </Page>
  );
}

type RegisterProps = {
  state: LiveState;
  /** Somebody came for a message of the chat. */ sought: boolean;
  onRegistered: () => void;
};

function RegisterFirst({ state, sought, onRegistered }: RegisterProps) {
  const t = useT();
  const now = useNow() ?? Date.parse(state.event.startsAt);
  const { event } = state;
  const shown = useShownZone();
  const time = `${dayAndClock(event.startsAt, shown.zone)}, ${zoneWords(shown, [Date.parse(event.startsAt)])}`;
  const [register, pending] = useSend(RegisterForEvent);
  const [problem, setProblem] = useState<Problem | null>(null);
  const phase = phaseOf(state, now);
  const full = event.capacity !== null && event.registeredCount >= event.capacity;
  const router = useRouter();
  const path = usePathname();
  const closed = phase === "over" || phase === "cancelled" || full;
  const enter = async () => {
    setProblem(null);
    try {
      await register({ eventId: event.id });
      onRegistered();
      const next = path === `/e/${event.slug}/lobby` ? "" : `?next=${encodeURIComponent(path)}`;
      router.push(`/e/${event.slug}/welcome${next}`);
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  const reason = full ? "full" : phase;
  return (
    <Page narrow className="pt-16">
      {sought && <Sought event={event.name} />}
      <h1 dir="auto" className="text-center text-28 font-semibold text-balance">
        {event.name}
      </h1>
      <EmptyState
        icon={closed ? CalendarX : DoorOpen}
        title={closed ? t("venue.closedTitle", { reason }) : t("venue.registerTitle")}
        body={closed ? t("venue.closedBody", { reason }) : t("venue.registerBody", { time })}
        action={
          <>
            {!closed && (
              <Button variant="accent" size="lg" pending={pending} onClick={enter}>
                {t("venue.register")}
              </Button>
            )}
            <Button asChild variant={closed ? "soft" : "ghost"} size="lg">
              <Link href={`/e/${event.slug}`}>{t("venue.eventPage")}</Link>
            </Button>
          </>
        }
      />
      {problem && (
        <p role="alert" className="text-center text-13 text-live-text">
          {problem.message}
        </p>
      )}
    </Page>
  );
}

/** For who came by the link of a message that is not for them. */
const Sought = ({ event }: { event: string }) => (
  <p
    role="status"
    className="mb-6 rounded-card bg-accent-soft px-4 py-2.5 text-center text-13 text-accent-text"
  >
    {t("venue.soughtOutside", { event })}
  </p>
);

export type LoadingProps = {
  /** The page as the server draws it: for browsers without scripts, */
  plain?: ReactNode;
  /** and for everybody until the scripts are here, where nobody has to be known first. */
  open?: boolean;
};

/** The frame's shape while it is not known who asks and for what. */
export function VenueLoading({ plain, open }: LoadingProps) {
  if (open)
    return (
      <>
        <TopBar search={false} />
        <main id={mainId} tabIndex={-1} className="min-h-[calc(100dvh-52px)]">
          {plain}
        </main>
      </>
    );
  return (
    <>
      <noscript>
        <TopBar search={false} />
      </noscript>
      <div className="flex h-[calc(100dvh-var(--over-page))] overflow-hidden noscript:h-auto">
        <div className="w-58 shrink-0 border-e border-border p-3 max-md:hidden noscript:hidden">
          <Loading className="space-y-2">
            <Skeleton className="h-9" />
            <Skeleton className="mt-4 h-36 rounded-card" />
            {[1, 2, 3, 4, 5].map((row) => (
              <Skeleton key={row} className="h-6" />
            ))}
          </Loading>
        </div>
        <main id={mainId} tabIndex={-1} className="min-w-0 flex-1 noscript:py-6">
          <noscript>{plain}</noscript>
          <div className="h-13 border-b border-border noscript:hidden" />
          <div className="mx-auto max-w-[848px] animate-late space-y-3 px-4 py-5 md:px-8 noscript:hidden">
            <Skeleton className="h-7 w-40" />
            <Skeleton className="h-50 rounded-card" />
            <div className="grid gap-3 sm:grid-cols-2">
              <Skeleton className="h-21 rounded-card" />
              <Skeleton className="h-21 rounded-card" />
            </div>
          </div>
        </main>
      </div>
    </>
  );
}
