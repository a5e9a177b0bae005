"use client";

import { CalendarSearch, Star } from "lucide-react";
import { memo, useDeferredValue, useMemo, useState } from "react";

import { Page } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useLive, belongs } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { createStore, type Store } from "@/lib/store";

import { SinceYouLooked } from "./changes/since";
import { FirstRows } from "./first-rows";
import { AgendaGrid } from "./grid";
import { AgendaHead } from "./head";
import { layoutDay, type AgendaLayout } from "./layout";
import { AgendaList } from "./list";
import { isFiltered, noFilter } from "./model";
import { useAgenda, type Agenda } from "./use-agenda";
import type { Frame } from "./window";

/** The agenda: as a grid of rooms, as a list, or what I starred. Within a `LiveEventProvider`. */
export function AgendaPage() {
  const live = useLive();
  if (live.status === "loading") return <AgendaLoading />;
  if (live.status === "failed")
    return (
      <Page narrow className="pt-24">
        <ErrorState message={live.problem.message} onRetry={live.retry} />
      </Page>
    );
  // Inside, the frame has the page's main part and its height; outside there is only the bar.
  return live.isDrawn || belongs(live.state.membership) ? (
    <div className="h-full">
      <AgendaBody />
    </div>
  ) : (
    <main id="main" tabIndex={-1} className="h-[calc(100dvh-56px)]">
      <AgendaBody />
    </main>
  );
}

function AgendaBody() {
  const agenda = useAgenda();
  // What is pressed shows at once in the head; a day's hundred cards follow when there is time, but the first do not wait.
  const late = useDeferredValue(agenda);
  const settled = late.isComing ? agenda : late;
  const { today, state, zone } = settled;
  const order = useMemo(
    () => new Map(Array.from(state.agenda.stages.values(), (stage) => [stage.id, stage.position])),
    [state.agenda.stages],
  );
  const layout = useMemo(() => layoutDay(today, order, zone), [today, order, zone]);
  // What the grid shows of the day moves with each scrolled pixel: only the map follows it.
  const [frame] = useState(() => createStore({ x: 0, y: 0, width: 0, height: 0 }));
  return (
    <div className="flex h-full flex-col">
      <AgendaHead agenda={agenda} layout={layout} frame={frame} />
      <SinceYouLooked state={state} zone={zone} />
      <AgendaDay agenda={settled} layout={layout} frame={frame} />
    </div>
  );
}

type AgendaDayProps = { agenda: Agenda; layout: AgendaLayout; frame: Store<Frame> };

/** The day that is shown, as it is looked at. */
const AgendaDay = memo(function AgendaDay({ agenda, layout, frame }: AgendaDayProps) {
  const { view, day, today, zone } = agenda;
  if (agenda.isComing || (today.length === 0 && agenda.isMoreComing)) return <DayLoading agenda={agenda} />;
  if (today.length === 0) return <AgendaEmpty agenda={agenda} />;
  if (view === "grid")
    return <AgendaGrid key={`${day} ${zone}`} agenda={agenda} layout={layout} frame={frame} />;
  return <AgendaList key={`${day} ${view}`} agenda={agenda} />;
});

function AgendaEmpty({ agenda }: { agenda: Agenda }) {
  const t = useT();
  const { all, days, day, view, filter, setDay, setFilter, setView } = agenda;
  const elsewhere = days.find((one) => one.key !== day && Number(one.count) > 0);
  if (all.length === 0)
    return (
      <EmptyState
        icon={CalendarSearch}
        title={t("events.noAgenda")}
        body={t("events.noAgendaBody")}
        className="py-20"
      />
    );
  if (view === "mine" && !isFiltered(filter) && !elsewhere)
    return (
      <EmptyState
        icon={Star}
        title={t("events.noStars")}
        body={t("events.noStarsBody")}
        action={
          <Button variant="soft" onClick={() => setView("grid")}>
            {t("events.wholeAgenda")}
          </Button>
        }
        className="py-20"
      />
    );
  return (
    <EmptyState
      icon={CalendarSearch}
      title={t("events.noneToday")}
      body={elsewhere ? t("events.noneTodayElse", { count: elsewhere.count ?? 0 }) : t("events.noneAtAll")}
      action={
        <>
          {elsewhere && (
            <Button variant="soft" onClick={() => setDay(elsewhere.key)}>
              {t("events.otherDay")}
            </Button>
          )}
          {isFiltered(filter) && (
            <Button variant="ghost" onClick={() => setFilter(noFilter)}>
              {t("events.clearFilter")}
            </Button>
          )}
        </>
      }
      className="py-20"
    />
  );
}

function AgendaLoading() {
  return (
    <Loading className="p-6 max-md:p-4">
      <Skeleton className="h-9 w-80 max-w-full" />
      <Skeleton className="mt-4 h-8 w-140 max-w-full" />
      <CardsLoading />
    </Loading>
  );
}

/**
 * In place of a day whose sessions are on their way, and while a search has not seen them all: as a list what is here of
 * it, which a phone shows in place of the grid.
 */
function DayLoading({ agenda }: { agenda: Agenda }) {
  const { state, isComing, today, view, filter } = agenda;
  if (isComing && state.trouble) return <ErrorState message={state.trouble.message} className="py-20" />;
  const hasRows = today.length > 0 && view !== "mine" && !isFiltered(filter);
  return (
    <>
      {hasRows && (
        <div
          className={cn(
            "min-h-0 flex-1 overflow-hidden border-t border-border",
            view === "grid" && "md:hidden",
          )}
        >
          <FirstRows agenda={agenda} />
        </div>
      )}
      <Loading
        className={cn(
          "min-h-0 flex-1 overflow-hidden px-6 max-md:px-4",
          hasRows && (view === "grid" ? "max-md:hidden" : "hidden"),
        )}
      >
        <CardsLoading />
      </Loading>
    </>
  );
}

const CardsLoading = () => (
  <div className="mt-8 grid grid-cols-2 gap-2 md:grid-cols-5">
    {Array.from({ length: 15 }, (_, i) => (
      <Skeleton key={i} className="h-24" />
    ))}
  </div>
);
