"use client";

import { Globe, LayoutGrid, List, Star } from "lucide-react";
import { useMemo, useRef } from "react";

import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { SearchField } from "@/components/ui/search-field";
import { Segmented } from "@/components/ui/segmented";
import { cn } from "@/lib/cn";
import { useMounted, usePhone } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useKeys } from "@/lib/keys";
import { cut } from "@/lib/plain";
import type { Store } from "@/lib/store";
import { dayLong, dayShort, sameClock, viewerZone, zoneCity } from "@/lib/time";

import { longestQuery, type AgendaView } from "./address";
import { ExportMenu } from "./export-menu";
import { grid, type AgendaLayout } from "./layout";
import { noonOf } from "./model";
import { AgendaOverview } from "./overview";
import { TrackFilter } from "./tracks";
import type { Agenda } from "./use-agenda";
import type { Frame } from "./window";
import { scrollAcross } from "./window";

export type AgendaHeadProps = { agenda: Agenda; layout: AgendaLayout; frame: Store<Frame> };

export function AgendaHead({ agenda, layout, frame }: AgendaHeadProps) {
  const t = useT();
  const phone = usePhone();
  // On the server it is not known what shows the page: both are drawn, until it is.
  const known = useMounted();
  return (
    <div className="@container shrink-0 px-6 pt-4 pb-3 max-md:px-4 max-md:pt-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 @max-[900px]:gap-x-4">
        <h1 className="text-28 font-semibold max-md:sr-only">{t("shell.agenda")}</h1>
        <Days agenda={agenda} />
        {!phone && (
          <div className="contents max-md:hidden">
            <Views agenda={agenda} />
            <ExportMenu agenda={agenda} />
          </div>
        )}
      </div>
      <div className="mt-4 flex items-center gap-1.5 max-md:mt-2 max-md:flex-wrap max-md:gap-2">
        <Search agenda={agenda} />
        <div className="flex min-w-0 flex-1 scrollbar-none items-center gap-1.5 overflow-x-auto p-0.5 max-md:-me-4 max-md:basis-full max-md:pe-4">
          {(phone || !known) && (
            <div className="contents md:hidden">
              <StarredChip agenda={agenda} />
            </div>
          )}
          <TrackFilter agenda={agenda} />
          <SoonChip agenda={agenda} />
          <ZoneChip agenda={agenda} />
          {(phone || !known) && (
            <div className="contents md:hidden">
              <ExportMenu agenda={agenda} />
            </div>
          )}
        </div>
        {agenda.view === "grid" && layout.columns.length > 0 && (
          <div className="hidden @min-[1100px]:block">
            <AgendaOverview layout={layout} now={agenda.now} frame={frame} onGo={scrollTo(frame)} />
          </div>
        )}
      </div>
    </div>
  );
}

/** The grid follows the frame where somebody else moves it. */
const scrollTo = (frame: Store<Frame>) => (x: number, y: number) => {
  const { width, height } = frame.get();
  const box = document.querySelector<HTMLElement>("[data-agenda-grid]");
  if (box) scrollAcross(box, x - (width - grid.gutter) / 2, y - (height - grid.head) / 2);
};

function Days({ agenda }: { agenda: Agenda }) {
  const t = useT();
  const { days, day, setDay } = agenda;
  const [first] = days;
  if (!first) return null;
  if (days.length < 2) return <p className="text-muted">{dayLong(noonOf(first.key), "UTC")}</p>;
  // "Saturday 21" is enough for a weekend; a week needs short names, and two months theirs.
  const months = new Set(days.map(({ key }) => key.slice(0, 7)));
  const name = (key: string) =>
    days.length > 3 || months.size > 1
      ? dayShort(noonOf(key), "UTC")
      : dayLong(noonOf(key), "UTC").replace(/ \S+$/u, "");
  return (
    <Segmented
      label={t("events.days")}
      value={day}
      onValueChange={setDay}
      segments={days.map((one) => ({ value: one.key, label: name(one.key), count: one.count }))}
      className="max-md:w-full max-md:[&>button]:flex-1 max-md:[&>button]:justify-center"
    />
  );
}

function Views({ agenda }: { agenda: Agenda }) {
  const t = useT();
  const { view, setView, state } = agenda;
  return (
    <Segmented<AgendaView>
      label={t("events.view")}
      value={view}
      onValueChange={setView}
      segments={[
        { value: "grid", label: <ViewLabel icon={LayoutGrid} text={t("events.grid")} /> },
        { value: "list", label: <ViewLabel icon={List} text={t("events.list")} /> },
        { value: "mine", label: <ViewLabel icon={Star} text={t("events.mine")} />, count: state.stars.size },
      ]}
      className="ms-auto"
    />
  );
}

function ViewLabel({ icon, text }: { icon: typeof Star; text: string }) {
  return (
    <>
      <Icon icon={icon} />
      <span className="@max-[900px]:sr-only">{text}</span>
    </>
  );
}

function Search({ agenda }: { agenda: Agenda }) {
  const t = useT();
  const { filter, setFilter, all, state } = agenda;
  const field = useRef<HTMLInputElement>(null);
  useKeys(["/"], () => field.current?.focus());
  return (
    <SearchField
      ref={field}
      label={t("events.searchSessions", { count: Math.max(all.length, state.summary.sessions) })}
      value={filter.query}
      onChange={(event) => setFilter({ ...filter, query: cut(event.target.value, longestQuery) })}
      onKeyDown={(event) => {
        if (event.key === "Escape" && filter.query) setFilter({ ...filter, query: "" });
      }}
      trailing={
        <Kbd aria-hidden className="max-md:hidden">
          /
        </Kbd>
      }
      className="me-1.5 w-64 shrink-0 max-md:me-0 max-md:h-10 max-md:w-full"
    />
  );
}

function SoonChip({ agenda: { filter, setFilter } }: { agenda: Agenda }) {
  const t = useT();
  return (
    <Chip on={filter.soon} onClick={() => setFilter({ ...filter, soon: !filter.soon })} className="h-8">
      {t("events.soon")}
    </Chip>
  );
}

function StarredChip({ agenda: { view, setView, state } }: { agenda: Agenda }) {
  const t = useT();
  const on = view === "mine";
  return (
    <Chip on={on} onClick={() => setView(on ? "list" : "mine")} className="h-8">
      {t("events.starred")}
      <span className={cn("tabular-nums", !on && "text-muted")}>{state.stars.size}</span>
    </Chip>
  );
}

/** Whose clock it is. Only where the two show another time there is something to choose: for all pages of events. */
function ZoneChip({ agenda: { inEventZone, setInEventZone, state, all, city } }: { agenda: Agenda }) {
  const t = useT();
  const mounted = useMounted();
  const own = state.event.timeZone;
  const differ = useMemo(() => {
    const { days } = state.summary;
    const moments = [
      ...all.map((item) => item.start),
      ...days.flatMap(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)]),
    ];
    const [from, to] = [Math.min(...moments), Math.max(...moments)];
    return mounted && moments.length > 0 && !sameClock(viewerZone(), own, from, to);
  }, [all, state.summary, mounted, own]);
  if (!differ)
    return (
      <span className="flex shrink-0 items-center gap-2 px-2 text-13 whitespace-nowrap text-muted">
        <Icon icon={Globe} />
        {t("common.zoneTime", { city })}
      </span>
    );
  return (
    <Button
      variant="ghost"
      aria-pressed={inEventZone}
      onClick={() => setInEventZone(!inEventZone)}
      className="shrink-0 font-normal aria-pressed:bg-transparent"
    >
      <Icon icon={Globe} />
      {inEventZone
        ? t("events.eventTimeIn", { city: zoneCity(state.event.timeZone) })
        : t("events.yourTimeIn", { city: zoneCity(viewerZone()) })}
    </Button>
  );
}
