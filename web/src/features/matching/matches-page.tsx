"use client";

import { Clock, Handshake } from "lucide-react";
import { useEffect, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useT } from "@/lib/i18n";
import { choiceInAddress, useInAddress } from "@/lib/in-address";
import { useUser } from "@/lib/session";

import type { ContactActions } from "./match-celebration";
import { MutualRow, MutualStrip } from "./match-mutual";
import { markSeen, useMatching } from "./use-matching";
import {
  aroundMe,
  askedCards,
  forYou,
  mutualCards,
  unanswered,
  waiting,
  type Matching,
  type MeetCard,
} from "./matches-state";
import { LargeMeetCard } from "./meet-card";
import { NobodyYet } from "./meet-cards";
import { NobodyPicked, OpenToMeetInvite } from "./meet-open";

const segmentShown = choiceInAddress("show", ["forYou", "asked", "mutual"]);
export type MatchesPageProps = ContactActions & {
  eventId: string;
  /** Under "What others see" in the side column. */
  aside?: ReactNode;
};

/** Who to meet, whom I asked, and who said yes too. */
export function MatchesPage({ eventId, aside, ...contact }: MatchesPageProps) {
  const t = useT();
  const { view, store } = useMatching(eventId);
  const [segment, setSegment] = useInAddress(segmentShown);
  const ready = view.status === "ready" ? view.state : null;
  // Whoever comes to the page sees what is new, unless it was asked for a moment ago.
  useEffect(() => void store?.reload(15_000), [store]);
  useSeen(eventId, ready);
  const asked = ready ? askedCards(ready) : [];
  const mutual = ready ? mutualCards(ready) : [];
  const segments = [
    { value: "forYou" as const, label: t("matches.forYou"), count: ready ? waiting(ready) : undefined },
    { value: "asked" as const, label: t("matches.asked"), count: ready ? asked.length : undefined },
    { value: "mutual" as const, label: t("matches.mutual"), count: ready ? mutual.length : undefined },
  ];
  // Beside each other when there is room: the side panel may be open.
  return (
    <div className="@container px-4 py-6 [--ring:var(--background)] md:px-8">
      <div className="grid gap-x-10 gap-y-10 @min-[900px]:grid-cols-[minmax(0,1fr)_296px]">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <h1 className="text-28 font-semibold">{t("matches.title")}</h1>
            <Segmented
              label={t("matches.segments")}
              value={segment}
              onValueChange={setSegment}
              segments={segments}
            />
          </div>
          {view.status === "loading" && <CardsLoading />}
          {view.status === "failed" && (
            <ErrorState
              className="pt-16"
              message={view.problem.message}
              onRetry={() => void store?.reload()}
            />
          )}
          {ready && segment === "forYou" && <ForYou eventId={eventId} state={ready} {...contact} />}
          {ready && segment === "asked" && (
            <Asked eventId={eventId} cards={asked} onForYou={() => setSegment("forYou")} />
          )}
          {ready && segment === "mutual" && (
            <Mutual state={ready} onForYou={() => setSegment("forYou")} {...contact} />
          )}
        </div>
        <aside className="grid min-w-0 content-start gap-8 @max-[900px]:@min-[560px]:grid-cols-2">
          {aside}
        </aside>
      </div>
    </div>
  );
}

/** The newest mutual yes on top, then who is worth meeting. */
function ForYou({ eventId, state, ...contact }: ContactActions & { eventId: string; state: Matching }) {
  const t = useT();
  const cards = forYou(state);
  const around = aroundMe(state);
  const [newest] = mutualCards(state);
  return (
    <>
      {newest && <MutualStrip card={newest} className="mt-4" {...contact} />}
      {!state.openToMeet && <OpenToMeetInvite eventId={eventId} className="mt-4" />}
      {state.openToMeet && cards.length + around.length === 0 && <NobodyYet className="pt-16" />}
      {cards.length > 0 && (
        <section aria-label={t("matches.forYou")}>
          <p className="mt-6 text-13 text-muted">{t("matches.picked", { count: unanswered(cards) })}</p>
          <Grid eventId={eventId} cards={cards} />
        </section>
      )}
      {around.length > 0 && (
        <section aria-labelledby="around" className="mt-8">
          <h2 id="around" className="text-16 font-semibold">
            {t("matches.aroundTitle")}
          </h2>
          <NobodyPicked className="mt-1" />
          <Grid eventId={eventId} cards={around} />
        </section>
      )}
    </>
  );
}

function Asked({ eventId, cards, onForYou }: { eventId: string; cards: MeetCard[]; onForYou: () => void }) {
  const t = useT();
  if (cards.length === 0)
    return (
      <EmptyState
        className="pt-16"
        icon={Clock}
        title={t("matches.askedEmptyTitle")}
        body={t("matches.askedEmptyBody")}
        action={<ToForYou onClick={onForYou} />}
      />
    );
  return <Grid eventId={eventId} cards={cards} />;
}

function Mutual({ state, onForYou, ...contact }: ContactActions & { state: Matching; onForYou: () => void }) {
  const t = useT();
  const cards = mutualCards(state);
  if (cards.length === 0)
    return (
      <EmptyState
        className="pt-16"
        icon={Handshake}
        title={t("matches.mutualEmptyTitle")}
        body={t("matches.mutualEmptyBody")}
        action={<ToForYou onClick={onForYou} />}
      />
    );
  return (
    <ul className="mt-4 flex flex-col gap-3">
      {cards.map((card) => (
        <li key={card.person.id}>
          <MutualRow card={card} {...contact} />
        </li>
      ))}
    </ul>
  );
}

function ToForYou({ onClick }: { onClick: () => void }) {
  const t = useT();
  return (
    <Button variant="outline" onClick={onClick}>
      {t("matches.seeForYou")}
    </Button>
  );
}

const grid = "mt-4 grid grid-cols-[repeat(auto-fill,minmax(min(100%,240px),1fr))] gap-3";

function Grid({ eventId, cards }: { eventId: string; cards: MeetCard[] }) {
  return (
    <div className={grid}>
      {cards.map((card) => (
        <LargeMeetCard key={card.person.id} eventId={eventId} card={card} />
      ))}
    </div>
  );
}

function CardsLoading() {
  return (
    <Loading className={grid}>
      {Array.from({ length: 6 }, (_, i) => (
        <Skeleton key={i} className="h-64 rounded-card" />
      ))}
    </Loading>
  );
}

/** Whoever looks at the page has seen the matches there are. */
function useSeen(eventId: string, state: Matching | null): void {
  const userId = useUser()?.id;
  const newest = state?.mutual[0]?.matchedAt;
  // Drawn is seen; that is kept outside React.
  useEffect(() => {
    if (userId && newest) markSeen(userId, eventId, Date.parse(newest));
  }, [userId, eventId, newest]);
}
