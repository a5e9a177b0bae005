"use client";

import { ChevronDown, Star } from "lucide-react";
import { usePathname } from "next/navigation";
import { useId, type ReactNode } from "react";

import { EventMark } from "@/components/frame";
import { Dot } from "@/components/ui/badge";
import { Bar } from "@/components/ui/bar";
import { Card } from "@/components/ui/card";
import { CountPill } from "@/components/ui/count-pill";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Switch } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { numberText } from "@/lib/intl";
import { duration } from "@/lib/time";

import { isHere, venuePlaces } from "./places";
import type { OpenToMeet, VenueCounts, VenueEvent, VenueNext, VenueNow } from "./types";

export type VenueRailProps = {
  event: VenueEvent;
  now?: VenueNow | null;
  next?: VenueNext | null;
  counts?: VenueCounts;
  openToMeet?: OpenToMeet;
  /** Under the event's name: what its menu offers (DropdownMenuItems). */
  eventMenu?: ReactNode;
};

/** What the rail holds; the frame gives it its place (a column, or the sheet behind More on a phone). */
export function VenueRail({ event, now, next, counts, openToMeet, eventMenu }: VenueRailProps) {
  return (
    <>
      <EventRow event={event} menu={eventMenu} />
      {(now || next) && <NowNextCard now={now} next={next} />}
      <VenueNav event={event} counts={counts} className={cn(!now && !next && "mt-2")} />
      {openToMeet && <OpenToMeetRow {...openToMeet} />}
    </>
  );
}

function EventRow({ event, menu }: { event: VenueEvent; menu?: ReactNode }) {
  const t = useT();
  const words = (
    <span className="min-w-0 flex-1 text-start">
      <span dir="auto" className="block truncate leading-[18px] font-semibold">
        {event.name}
      </span>
      {event.subtitle && (
        <span dir="auto" className="block truncate text-12 text-muted">
          {event.subtitle}
        </span>
      )}
    </span>
  );
  const classes = "-mx-1 flex h-13 shrink-0 items-center gap-2.5 px-1";
  if (!menu)
    return (
      <div className={classes}>
        <EventMark />
        {words}
      </div>
    );
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("shell.switchEvent", { name: event.name })}
        className={cn(classes, "rounded-control focus-visible:-outline-offset-2")}
      >
        <EventMark />
        {words}
        <Icon icon={ChevronDown} className="text-muted" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">{menu}</DropdownMenuContent>
    </DropdownMenu>
  );
}

function NowNextCard({ now, next }: { now?: VenueNow | null; next?: VenueNext | null }) {
  const t = useT();
  const clock = useNow();
  return (
    <Card padded={false} className="mt-2 mb-4 shrink-0 p-3">
      {now && (
        <Link href={now.href} className="group block rounded-control">
          <span className="flex items-center gap-1.5 text-12 font-medium text-live-text">
            <Dot tone="live" />
            {t("shell.now")}
            <span className="ms-auto font-normal text-muted tabular-nums">
              {clock && t("shell.left", { time: duration(Date.parse(now.endsAt) - clock) })}
            </span>
          </span>
          <span dir="auto" className="mt-1 line-clamp-2 text-13 font-medium group-hover:underline">
            {now.title}
          </span>
          <span dir="auto" className="block truncate text-12 text-muted">
            {now.place}
          </span>
        </Link>
      )}
      {now && (
        <Bar
          tone="live"
          className={cn("mt-2.5", next && "mb-3")}
          label={now.title}
          value={shareOf(now, clock)}
        />
      )}
      {next && (
        <Link href={next.href} className="group block rounded-control">
          <span className="flex items-center text-12 text-muted">
            <span className="font-medium">{t("shell.next")}</span>
            <Time at={next.startsAt} format="day" className="ms-auto tabular-nums" />
          </span>
          <span dir="auto" className="mt-1 line-clamp-2 text-13 font-medium group-hover:underline">
            {next.title}
          </span>
          <span className="flex items-center gap-1 text-12 text-muted">
            <span dir="auto" className="truncate">
              {next.place}
            </span>
            {next.starred && (
              <Icon
                icon={Star}
                size={12}
                filled
                label={t("shell.starred")}
                className="ms-auto text-accent-text"
              />
            )}
          </span>
        </Link>
      )}
    </Card>
  );
}

function shareOf(now: VenueNow, clock: number | null): number {
  const start = Date.parse(now.startsAt);
  return clock ? (clock - start) / Math.max(1, Date.parse(now.endsAt) - start) : 0;
}

function VenueNav({
  event,
  counts,
  className,
}: {
  event: VenueEvent;
  counts?: VenueCounts;
  className?: string;
}) {
  const t = useT();
  const path = usePathname();
  return (
    <nav aria-label={t("shell.venue")} className={className}>
      <ul>
        {venuePlaces.map((place) => {
          const here = isHere(place, event.base, path);
          const count = place.count ? (counts?.[place.count] ?? 0) : 0;
          return (
            <li key={place.path}>
              <Link
                href={event.base + place.path}
                aria-current={here ? "page" : undefined}
                className="flex h-8 items-center gap-2.5 rounded-control px-2 font-medium text-muted transition-colors hover:bg-hover aria-[current]:bg-hover aria-[current]:text-foreground max-md:h-10"
              >
                <Icon icon={place.icon} />
                <span className={cn("flex-1 text-foreground", here && "font-semibold")}>
                  {t(place.label)}
                </span>
                {place.waiting && count > 0 && (
                  <span className="sr-only">{t("shell.unread", { count })}</span>
                )}
                {place.waiting && <CountPill count={count} />}
                {!place.waiting && count > 0 && (
                  <span className="text-12 font-normal tabular-nums">{numberText(count)}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function OpenToMeetRow({ on, onChange, pending }: OpenToMeet) {
  const t = useT();
  const id = useId();
  return (
    <div className="mt-auto flex h-11 shrink-0 items-center gap-2.5 px-1">
      <Switch
        id={id}
        checked={on}
        onCheckedChange={onChange}
        aria-busy={pending}
        aria-describedby={`${id}d`}
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block text-13 leading-4 font-medium">
          {t("shell.openToMeet")}
        </label>
        <span id={`${id}d`} className="block truncate text-12 text-muted">
          {t(on ? "shell.openToMeetOn" : "shell.openToMeetOff")}
        </span>
      </div>
    </div>
  );
}
