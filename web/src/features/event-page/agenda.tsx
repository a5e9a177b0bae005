"use client";

import { Star } from "lucide-react";
import { useState } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Bar } from "@/components/ui/bar";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Time, useOnOneDay, WhenNote } from "@/components/ui/time";
import { Words } from "@/components/ui/words";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { paragraphsOf } from "@/lib/plain";
import { useUser } from "@/lib/session";
import { duration } from "@/lib/time";

import type { EventBodyProps } from "./event-view";
import type { EventView, NextRow, NowRow } from "./event-view";

/** What is on, what comes, and what the event says of itself. */
export function EventAgenda({ className, ...props }: EventBodyProps & { className: string }) {
  const t = useT();
  const { view, at } = props;
  const { event } = view;
  const now = useNow() ?? at;
  return (
    <div className={className}>
      {view.now.length > 0 && (
        <section aria-labelledby="on-now" className="mt-5">
          <Heading
            id="on-now"
            title={t("events.onNow")}
            view={view}
            more={t("events.allRooms", { count: view.rooms })}
          />
          <ul className="mt-1">
            {view.now.map((row) => (
              <OnNow key={row.id} row={row} slug={event.slug} now={now} />
            ))}
          </ul>
        </section>
      )}
      {view.next.length > 0 && <Next {...props} />}
      {event.description && (
        <section aria-labelledby="about" className="mt-7">
          <h2 id="about" className="text-16 font-semibold">
            {t("events.about")}
          </h2>
          {paragraphsOf(event.description).map((paragraph, i) => (
            <p key={i} dir="auto" className="mt-2 max-w-[640px] text-start whitespace-pre-line">
              <Words text={paragraph} />
            </p>
          ))}
        </section>
      )}
      {event.credit && (
        <p dir="auto" className="mt-7 text-12 text-muted">
          {event.credit}
        </p>
      )}
    </div>
  );
}

function Heading({ id, title, view, more }: { id: string; title: string; view: EventView; more: string }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <h2 id={id} className="text-16 font-semibold">
        {title}
      </h2>
      <Link
        href={`/e/${view.event.slug}/agenda`}
        className="shrink-0 rounded-control text-13 text-muted tabular-nums hover:text-foreground"
      >
        {more}
      </Link>
    </div>
  );
}

function OnNow({ row, slug, now }: { row: NowRow; slug: string; now: number }) {
  const t = useT();
  const start = Date.parse(row.startsAt);
  const end = Date.parse(row.endsAt);
  const left = t("shell.left", { time: duration(Math.max(0, end - now)) });
  return (
    <li className="grid min-h-14 grid-cols-[36px_minmax(0,1fr)_132px_72px] items-center gap-x-4 py-2 not-first:border-t not-first:border-border max-sm:grid-cols-[36px_minmax(0,1fr)_72px] max-sm:gap-x-3">
      <Avatar id={row.face.id} name={row.face.name} size={36} decorative />
      <div className="min-w-0 sm:-ms-1">
        <Link
          href={`/e/${slug}/sessions/${row.id}`}
          dir="auto"
          className="block truncate rounded-control font-medium hover:underline"
        >
          {row.title}
        </Link>
        <div dir="auto" className="truncate text-13 text-muted">
          {row.by}
        </div>
        <div className="text-12 text-live-text tabular-nums sm:hidden">{left}</div>
      </div>
      <div className="max-sm:hidden">
        <Bar value={(now - start) / Math.max(1, end - start)} label={t("common.progress")} tone="live" />
        <div className="mt-1.5 text-12 text-muted tabular-nums">{left}</div>
      </div>
      <Button asChild variant="neutral" size="sm">
        <Link href={`/e/${slug}/sessions/${row.id}`} aria-label={t("events.watchOne", { title: row.title })}>
          {t("events.watch")}
        </Link>
      </Button>
    </li>
  );
}

function Next({ view, onStar }: EventBodyProps) {
  const t = useT();
  const [picked, setPicked] = useState<string | null>(null);
  const track = view.next.find((one) => one.id === picked) ?? view.next[0];
  const named = view.next.some((one) => one.name);
  const before = view.phase === "before";
  // With several days among them, all rows have room for theirs.
  const starts = track?.rows.map((row) => row.startsAt) ?? [];
  const oneDay = useOnOneDay(starts, view.event.timeZone);
  if (!track) return null;
  const note = <WhenNote moments={starts} zone={view.event.timeZone} className="text-13 text-muted" />;
  return (
    <section aria-labelledby="next" className="mt-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="next" className="text-16 font-semibold">
          {t(before ? "events.first" : named ? "events.nextIn" : "events.next")}
        </h2>
        {!named && note}
        {named && (
          <div className="flex min-w-0 flex-1 scrollbar-none gap-1.5 overflow-x-auto py-0.5 max-sm:order-last max-sm:basis-full">
            {view.next.map((one) => (
              <Chip key={one.id} on={one === track} onClick={() => setPicked(one.id)}>
                <bdi>{one.name}</bdi>
              </Chip>
            ))}
          </div>
        )}
        <Link
          href={`/e/${view.event.slug}/agenda`}
          className="ms-auto shrink-0 rounded-control text-13 text-muted tabular-nums hover:text-foreground"
        >
          {named ? t("events.allTracks", { count: view.tracks }) : t("events.wholeAgenda")}
        </Link>
      </div>
      {named && <p className="mt-2">{note}</p>}
      <ul className="mt-2">
        {track.rows.map((row) => (
          <NextItem key={row.id} row={row} view={view} oneDay={oneDay} onStar={onStar} />
        ))}
      </ul>
    </section>
  );
}

type NextItemProps = { row: NextRow; oneDay: boolean } & Pick<EventBodyProps, "view" | "onStar">;

function NextItem({ row, view, oneDay, onStar }: NextItemProps) {
  const { event } = view;
  return (
    <li
      className={cn(
        "grid min-h-10 items-center gap-x-3 py-1 not-first:border-t not-first:border-border max-sm:grid-cols-[minmax(0,1fr)_32px]",
        oneDay
          ? "grid-cols-[52px_minmax(0,1fr)_minmax(0,200px)_24px]"
          : "grid-cols-[120px_minmax(0,1fr)_minmax(0,168px)_24px]",
      )}
    >
      <Time
        at={row.startsAt}
        zone={event.timeZone}
        format={oneDay ? "clock" : "full"}
        className="text-13 text-muted tabular-nums max-sm:order-1 max-sm:col-span-2 max-sm:-mb-1"
      />
      <Link
        href={`/e/${event.slug}/sessions/${row.id}`}
        dir="auto"
        className="truncate rounded-control font-medium hover:underline max-sm:order-2"
      >
        {row.title}
      </Link>
      <span dir="auto" className="truncate text-13 text-muted max-sm:order-4">
        {row.by}
      </span>
      <StarButton row={row} slug={event.slug} onStar={onStar} />
    </li>
  );
}

function StarButton({ row, slug, onStar }: { row: NextRow; slug: string } & Pick<EventBodyProps, "onStar">) {
  const t = useT();
  const user = useUser();
  const label = t("events.starOne", { title: row.title });
  const classes = cn("max-sm:order-3", row.starred ? "text-accent-text" : "text-muted");
  if (!user)
    return (
      <Button asChild variant="ghost" size="icon-sm" className={classes}>
        <Link href={`/login?next=${encodeURIComponent(`/e/${slug}`)}`} aria-label={label}>
          <Icon icon={Star} />
        </Link>
      </Button>
    );
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      aria-pressed={row.starred}
      disabled={!onStar}
      onClick={() => onStar?.(row.id, !row.starred)}
      className={cn(classes, "aria-pressed:bg-transparent aria-pressed:text-accent-text")}
    >
      <Icon icon={Star} filled={row.starred} />
    </Button>
  );
}
