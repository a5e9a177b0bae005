"use client";

import { DoorOpen } from "lucide-react";

import { Avatar } from "@/components/ui/avatar";
import { Dot } from "@/components/ui/badge";
import { Bar } from "@/components/ui/bar";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Swatch } from "@/components/ui/swatch";
import { Time } from "@/components/ui/time";
import {
  type LiveSession,
  type LiveState,
  StarButton,
  nextHere,
  placeLine,
  progressOf,
  speakersOf,
  stageName,
} from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { duration } from "@/lib/time";

export type SessionCardProps = { state: LiveState; session: LiveSession; now: number; base: string };

/** The session on the main stage (or the one you starred), large. */
export function StageCard({ state, session, now, base }: SessionCardProps) {
  const t = useT();
  const left = t("shell.left", { time: duration(Date.parse(session.endsAt) - now) });
  const href = `${base}/sessions/${session.id}`;
  return (
    <Card className="flex gap-6 max-md:flex-col-reverse max-md:gap-3 max-md:p-3">
      {/* As high whatever is on: who starred it sees another session here than the server has drawn for everybody. */}
      <div className="flex min-w-0 flex-1 flex-col max-md:min-h-39">
        <p className="flex items-center gap-2 text-13">
          <Dot tone="live" />
          <span dir="auto" className="min-w-0 truncate font-medium text-live-text">
            {placeLine(state, session)}
          </span>
          <Time
            at={session.startsAt}
            end={session.endsAt}
            className="shrink-0 text-muted tabular-nums max-md:hidden"
          />
          <span className="ms-auto shrink-0 text-muted tabular-nums md:hidden">{left}</span>
        </p>
        <h3
          dir="auto"
          title={session.title}
          className="mt-2 line-clamp-2 text-20 font-semibold text-balance max-md:mt-1 max-md:text-16"
        >
          {session.title}
        </h3>
        <Speakers state={state} session={session} className="mt-2" />
        <div className="mt-auto flex items-center gap-3 pt-4">
          <Button asChild variant="accent">
            <Link href={href} aria-label={t("venue.goTo", { title: session.title })}>
              <Icon icon={DoorOpen} />
              {t("venue.go")}
            </Link>
          </Button>
          <StarButton state={state} session={session} />
          <span className="ms-auto text-13 text-muted tabular-nums max-md:hidden">{left}</span>
        </div>
      </div>
      <DoorSign state={state} session={session} now={now} />
    </Card>
  );
}

/** As the screen beside a room's door: the room, how far its talk is, what comes next here. */
function DoorSign({ state, session, now }: Omit<SessionCardProps, "base">) {
  const t = useT();
  const next = nextHere(state, session);
  return (
    <div className="flex w-[304px] shrink-0 rounded-control bg-slide max-md:w-full md:min-h-[171px]">
      <div className="dark flex min-w-0 flex-1 flex-col p-5 text-foreground max-md:p-4">
        <p dir="auto" className="truncate text-16 font-semibold">
          {stageName(state, session) || t("venue.session")}
        </p>
        <p className="mt-0.5 text-13 text-muted tabular-nums">
          <Time at={session.startsAt} end={session.endsAt} />
        </p>
        <Bar
          tone="live"
          label={session.title}
          value={progressOf(session, now)}
          className="my-auto max-md:my-4"
        />
        {next ? (
          <p className="flex gap-3 border-t border-border pt-2 text-12 text-muted">
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {next.title}
            </span>
            <Time at={next.startsAt} format="day" className="tabular-nums" />
          </p>
        ) : (
          <p className="border-t border-border pt-2 text-12 text-muted">{t("venue.lastHere")}</p>
        )}
      </div>
    </div>
  );
}

export function SmallCard({ state, session, now, base }: SessionCardProps) {
  const t = useT();
  const track = state.agenda.tracks.get(session.trackId ?? "");
  const names = speakersOf(state, session)
    .map((speaker) => speaker.name)
    .join(", ");
  return (
    <Card className="flex items-center gap-3 pe-3">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-12 text-muted">
          {track && <Swatch id={track.id} hue={track.hue} />}
          <span dir="auto" className="truncate">
            {placeLine(state, session)}
          </span>
          <span className="shrink-0 tabular-nums">
            {t("shell.left", { time: duration(Date.parse(session.endsAt) - now) })}
          </span>
        </p>
        <h3 dir="auto" className="mt-0.5 truncate font-medium" title={session.title}>
          {session.title}
        </h3>
        <p dir="auto" className="h-5 truncate text-13 text-muted">
          {names}
        </p>
      </div>
      <Button asChild>
        <Link href={`${base}/sessions/${session.id}`} aria-label={t("venue.goTo", { title: session.title })}>
          {t("venue.go")}
        </Link>
      </Button>
    </Card>
  );
}

type SoonProps = {
  state: LiveState;
  session: LiveSession;
  base: string;
  /** The heading does not say it for all rows. */ withDay: boolean;
};

/** One line of what begins soon. */
export function SoonRow({ state, session, base, withDay }: SoonProps) {
  const track = state.agenda.tracks.get(session.trackId ?? "");
  return (
    <li className="flex min-h-10 items-center gap-3 text-13">
      <Time
        at={session.startsAt}
        format={withDay ? "full" : "clock"}
        className={cn("shrink-0 text-muted tabular-nums", withDay ? "w-30" : "w-10")}
      />
      <Link
        href={`${base}/sessions/${session.id}`}
        dir="auto"
        className="min-w-0 flex-1 truncate rounded-control font-medium hover:underline"
      >
        {session.title}
      </Link>
      <span className="flex max-w-[40%] items-center gap-2 text-muted max-md:hidden">
        {track && <Swatch id={track.id} hue={track.hue} />}
        <span dir="auto" className="truncate">
          {placeLine(state, session)}
        </span>
      </span>
      <StarButton state={state} session={session} small />
    </li>
  );
}

type SpeakersProps = { state: LiveState; session: LiveSession; className?: string };

/** Faces and names in one line; more than two are counted. */
export function Speakers({ state, session, className }: SpeakersProps) {
  const t = useT();
  const speakers = speakersOf(state, session);
  if (!speakers.length) return null;
  const shown = speakers.slice(0, 2);
  const more = speakers.length - shown.length;
  return (
    <div className={className}>
      <ul className="flex items-center gap-x-4 overflow-hidden text-13">
        {shown.map((speaker) => (
          <li key={speaker.id} className="flex min-w-0 items-center gap-2">
            <Avatar id={speaker.userId ?? speaker.id} name={speaker.name} size={24} decorative />
            <span dir="auto" className="truncate font-medium">
              {speaker.name}
            </span>
          </li>
        ))}
        {more > 0 && <li className="shrink-0 text-muted">{t("common.andMore", { count: more })}</li>}
      </ul>
    </div>
  );
}
