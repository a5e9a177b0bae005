"use client";

import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Swatch } from "@/components/ui/swatch";
import { StarToggle } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { t, useT } from "@/lib/i18n";
import { clock, dayAndClock, dayKey, duration, relative, span } from "@/lib/time";

import { momentOf } from "./grid";
import { agendaGroups, isLong, isMark, type AgendaGroup, type AgendaItem } from "./model";
import { linkId } from "./session-link";
import type { Agenda } from "./use-agenda";

/** What the list is made of, one under the other. */
export type Row =
  | { kind: "past"; count: number }
  | { kind: "line" }
  | { kind: "group"; group: AgendaGroup }
  | { kind: "item"; item: AgendaItem; first: boolean };

type RowProps = { row: Row; agenda: Agenda; waiting: ReadonlySet<string>; onStar: (id: string) => void };

export function AgendaRow({ row, agenda, waiting, onStar }: RowProps) {
  const t = useT();
  if (row.kind === "line") return <NowLine agenda={agenda} />;
  if (row.kind === "group") return <GroupHead group={row.group} agenda={agenda} />;
  if (row.kind === "item")
    return <ItemRow row={row} agenda={agenda} waiting={waiting.has(row.item.id)} onStar={onStar} />;
  return (
    <div className="px-4 pt-2">
      <Button variant="ghost" onClick={agenda.showPast} className="-ms-3">
        {t("events.showPast", { count: row.count })}
      </Button>
    </div>
  );
}

/** The rows of a day; what is over is one of them until it is asked for. */
export function rowsOf(items: readonly AgendaItem[], now: number, withPast: boolean): Row[] {
  const groups = agendaGroups(items, now);
  const rows: Row[] = [];
  const add = (group: AgendaGroup) => {
    rows.push({ kind: "group", group });
    group.items.forEach((item, i) => rows.push({ kind: "item", item, first: i === 0 }));
  };
  const over = groups.past.reduce((sum, group) => sum + group.items.length, 0);
  const all = !groups.now && groups.later.length === 0;
  if (withPast || all) groups.past.forEach(add);
  else if (over > 0) rows.push({ kind: "past", count: over });
  if (groups.now) add(groups.now);
  if ((groups.now || over > 0) && groups.later.length > 0) rows.push({ kind: "line" });
  groups.later.forEach(add);
  return rows;
}

export function keyOf(row: Row | undefined, i: number): string {
  if (row?.kind === "item") return row.item.id;
  return row?.kind === "group" ? `at ${row.group.key}` : (row?.kind ?? String(i));
}

function NowLine({ agenda: { now, zone } }: { agenda: Agenda }) {
  return (
    <div className="flex items-center gap-2 ps-4 pt-1">
      <span className="h-5 rounded-control bg-live px-[7px] text-12 leading-5 font-medium text-white tabular-nums dark:text-background">
        {clock(now, zone)}
      </span>
      <span className="h-[1.5px] flex-1 bg-live" />
    </div>
  );
}

function GroupHead({ group, agenda: { now, zone, day, isComing } }: { group: AgendaGroup; agenda: Agenda }) {
  const t = useT();
  // What begins after midnight may be under the evening before.
  const time = (at: number) => (dayKey(at, zone) === day ? clock(at, zone) : dayAndClock(at, zone));
  const near = group.at === null ? null : relative(group.at, now, 3 * 3_600_000);
  return (
    <h2 className="flex h-8 items-end gap-2 px-4 text-13 leading-5 font-semibold tabular-nums">
      {group.at === null ? t("events.onNow") : time(group.at)}
      <span className="font-normal text-muted">
        {group.at !== null ? near : !isComing && t("events.sessionCount", { count: group.items.length })}
      </span>
    </h2>
  );
}

/** Where and who; a milestone says that it is one, and what goes on for days until when. */
function placeOf(item: AgendaItem, zone: string): string {
  return [
    isMark(item) && t("common.milestone"),
    item.stage,
    item.track === item.stage ? "" : item.track,
    item.by,
    isLong(item) && t("events.untilDay", { time: dayAndClock(item.end, zone) }),
  ]
    .filter(Boolean)
    .join(", ");
}

type ItemRowProps = {
  row: Extract<Row, { kind: "item" }>;
  agenda: Agenda;
  /** The star of it. */
  waiting: boolean;
  onStar: (id: string) => void;
};

function ItemRow({ row: { item, first }, agenda, waiting, onStar }: ItemRowProps) {
  const t = useT();
  const { now, state, clashing, zone } = agenda;
  const moment = momentOf(item, now);
  const clash = clashing.get(item.id);
  return (
    <article
      className={cn(
        "relative mx-4 grid grid-cols-[minmax(0,1fr)_40px] gap-x-3 py-2",
        !first && "border-t border-border",
        moment === "live" &&
          "before:absolute before:inset-y-1.5 before:-inset-s-4 before:w-[3px] before:rounded-e-swatch before:bg-live",
      )}
    >
      <div className="min-w-0">
        <Link
          id={linkId(item.id)}
          href={`/e/${state.event.slug}/sessions/${item.id}`}
          prefetch={false}
          dir="auto"
          className={cn(
            "block w-fit rounded-control",
            moment === "past" ? "text-muted" : "font-medium",
            "hover:underline",
          )}
        >
          {item.title}
        </Link>
        <p className="mt-0.5 flex items-center gap-1.5 text-13 text-muted">
          {item.trackId && <Swatch id={item.trackId} hue={item.hue} />}
          <span dir="auto" className="truncate">
            {placeOf(item, zone)}
          </span>
        </p>
        {moment === "live" && (
          <p className="mt-0.5 text-13 text-live-text tabular-nums">
            {t("shell.left", { time: duration(item.end - now) })}
          </p>
        )}
        {clash && (
          <p className="mt-0.5 text-13 text-warn-text">
            {t("events.clash", { place: clash.stage || clash.title })}
          </p>
        )}
        <span className="sr-only">{span(item.start, item.end, zone)}</span>
      </div>
      <StarToggle
        title={item.title}
        on={state.stars.has(item.id)}
        waiting={waiting}
        onToggle={() => onStar(item.id)}
        size={20}
        className="size-10"
      />
    </article>
  );
}
