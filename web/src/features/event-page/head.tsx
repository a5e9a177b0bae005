"use client";

import { CalendarDays, MapPin } from "lucide-react";

import { Avatar, AvatarStack } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { useT } from "@/lib/i18n";

import { Fact } from "./cards";
import { AgendaCover } from "./cover";
import { EventDates } from "./dates";
import type { EventBodyProps } from "./event-view";
import type { EventView } from "./event-view";

/** Where it stands, its name and facts, and the agenda as its cover. */
export function EventHead({ view, at, className }: EventBodyProps & { className: string }) {
  const { event, cover } = view;
  return (
    <header className={className}>
      <Standing view={view} />
      <h1 dir="auto" className="mt-4 text-40 font-semibold text-balance max-sm:text-28">
        {event.name}
      </h1>
      {event.tagline && (
        <p dir="auto" className="mt-1 text-20 font-normal text-muted max-sm:text-16">
          {event.tagline}
        </p>
      )}
      <ul className="mt-4 flex flex-wrap gap-x-8 gap-y-2">
        <Fact icon={CalendarDays}>
          <EventDates startsAt={event.startsAt} endsAt={event.endsAt} zone={event.timeZone} chosen />
        </Fact>
        {event.location && (
          <Fact icon={MapPin}>
            <bdi className="font-medium">{event.location}</bdi>
          </Fact>
        )}
      </ul>
      {cover && <AgendaCover cover={cover} zone={event.timeZone} at={at} axis chosen className="mt-6" />}
    </header>
  );
}

function Standing({ view }: { view: EventView }) {
  const t = useT();
  const { event, phase, speaking, nowCount } = view;
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-2">
      {phase === "live" ? (
        <Badge tone="live" dot>
          {t("events.liveNow")}
        </Badge>
      ) : (
        <Badge tone={phase === "cancelled" ? "warn" : "neutral"}>
          {phase === "before" ? t("events.kind", { kind: event.kind }) : t("events.phase", { phase })}
        </Badge>
      )}
      {phase === "live" && speaking.length > 0 && (
        <AvatarStack label={t("events.speaking")} className="[--ring:var(--background)]">
          {speaking.map((face) => (
            <Avatar key={face.id} id={face.id} name={face.name} size={24} />
          ))}
        </AvatarStack>
      )}
      <p className="text-13 text-muted">
        {phase === "live" && nowCount > 0 && (
          <>
            <b className="font-medium text-foreground tabular-nums">{nowCount}</b>{" "}
            {t("events.onNowWords", { count: nowCount })}
          </>
        )}
        {event.registeredCount > 0 && (
          <>
            {phase === "live" && nowCount > 0 && ", "}
            <b className="font-medium text-foreground tabular-nums">
              {t("events.number", { count: event.registeredCount })}
            </b>{" "}
            {t("events.registeredWords", { count: event.registeredCount })}
          </>
        )}
      </p>
    </div>
  );
}
