"use client";

import { Users } from "lucide-react";
import { useParams } from "next/navigation";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useT } from "@/lib/i18n";

import { useMatching } from "./use-matching";
import { aroundMe, forYou } from "./matches-state";
import { SmallMeetCard } from "./meet-card";
import { NobodyPicked, OpenToMeetInvite } from "./meet-open";

/** The lobby's "Three people to meet", a whole section with its heading, in every state. */
export function MeetCards({ eventId, limit = 3 }: { eventId: string; limit?: number }) {
  const t = useT();
  const { slug } = useParams<{ slug?: string }>();
  const { view, store } = useMatching(eventId);
  const ready = view.status === "ready" ? view.state : null;
  const picked = ready ? forYou(ready) : [];
  const cards = ready ? [...picked, ...aroundMe(ready)] : [];
  const shown = cards.slice(0, limit);
  const more = cards.length - shown.length;
  const title = t("matches.peopleToMeet", { count: shown.length || limit });
  const toMatches = (
    <Link href={`/e/${slug ?? ""}/matches`} className="rounded-control hover:text-foreground hover:underline">
      {more > 0 ? t("matches.moreToMeet", { count: more }) : t("matches.all")}
    </Link>
  );
  return (
    <Section title={title} aside={toMatches}>
      {view.status === "loading" && <CardsLoading count={limit} />}
      {view.status === "failed" && (
        <Card>
          <ErrorState className="py-4" message={view.problem.message} onRetry={() => void store?.reload()} />
        </Card>
      )}
      {ready && !ready.openToMeet && <OpenToMeetInvite eventId={eventId} />}
      {ready?.openToMeet && shown.length === 0 && (
        <Card>
          <NobodyYet className="py-4" />
        </Card>
      )}
      {shown.length > 0 && picked.length === 0 && <NobodyPicked className="mb-3" />}
      {shown.length > 0 && (
        <Row>
          {shown.map((card) => (
            <SmallMeetCard key={card.person.id} eventId={eventId} card={card} className={cell} />
          ))}
        </Row>
      )}
    </Section>
  );
}

const cell = "max-sm:w-69 max-sm:shrink-0 max-sm:snap-start";

/** Three beside each other; on a phone they scroll, and the next one peeks. */
function Row({ children }: { children: ReactNode }) {
  return (
    <div className="grid scrollbar-none grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-3 max-sm:-mx-4 max-sm:flex max-sm:snap-x max-sm:scroll-px-4 max-sm:overflow-x-auto max-sm:px-4">
      {children}
    </div>
  );
}

function CardsLoading({ count }: { count: number }) {
  return (
    <Loading>
      <Row>
        {Array.from({ length: count }, (_, i) => (
          <Skeleton key={i} className={`h-48 rounded-card ${cell}`} />
        ))}
      </Row>
    </Loading>
  );
}

/** Nobody can be suggested: what helps is saying more about oneself. */
export function NobodyYet({ className }: { className?: string }) {
  const t = useT();
  return (
    <EmptyState
      className={className}
      icon={Users}
      title={t("matches.nobodyTitle")}
      body={t("matches.nobodyBody")}
      action={
        <Button asChild variant="outline">
          <Link href="/profile">{t("matches.editProfile")}</Link>
        </Button>
      }
    />
  );
}
