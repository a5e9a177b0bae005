"use client";

import { CalendarClock, CalendarX, Coffee, PartyPopper, PencilLine, Star, X } from "lucide-react";
import { useRef } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { usePassFocus } from "@/components/ui/return-focus";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { type LiveSession, type LiveState, organises, stageName, type Phase } from "@/features/live-event";
import { useT } from "@/lib/i18n";
import { dayAndClock, duration } from "@/lib/time";
import { useShownZone, zoneWords } from "@/lib/whose-clock";

type StripProps = { state: LiveState; session: LiveSession; now: number; base: string; onStay: () => void };

/** What needs you: a starred session begins soon. Nobody is moved without asking. */
export function NowStrip({ state, session, now, base, onStay }: StripProps) {
  const t = useT();
  const strip = useRef<HTMLElement>(null);
  usePassFocus(strip);
  const values = {
    place: stageName(state, session),
    time: duration(Date.parse(session.startsAt) - now),
  };
  return (
    <section
      ref={strip}
      aria-label={t("venue.strip")}
      className="flex min-h-11 animate-rise-in items-center gap-3 rounded-card bg-accent-soft py-1.5 ps-3 pe-2"
    >
      <Icon icon={Star} filled className="text-accent-text" />
      <p className="min-w-0 flex-1 text-13 max-md:hidden">
        <bdi className="font-semibold">{session.title}</bdi>{" "}
        {t(values.place ? "venue.startsIn" : "venue.startsSoon", values)}{" "}
        <span className="text-muted">{t("shell.starred")}.</span>
      </p>
      <p className="min-w-0 flex-1 text-13 md:hidden">
        <span dir="auto" className="block truncate font-medium">
          {session.title}
        </span>
        <span className="block truncate text-muted">
          {t(values.place ? "venue.placeIn" : "venue.in", values)}
        </span>
      </p>
      <Button variant="ghost" className="max-md:hidden" onClick={onStay}>
        {t("venue.stay")}
      </Button>
      <Button variant="ghost" size="icon" aria-label={t("venue.stay")} className="md:hidden" onClick={onStay}>
        <Icon icon={X} />
      </Button>
      <Button asChild variant="outline" className="bg-raised text-accent-text hover:bg-surface">
        <Link href={`${base}/sessions/${session.id}`}>{t("venue.go")}</Link>
      </Button>
    </section>
  );
}

/** Its place, where `stripScript` has found that it will come. */
export const StripSpace = () => <div aria-hidden className="hidden h-13 in-data-[strip]:block md:h-11" />;

type PhaseProps = {
  state: LiveState;
  phase: Phase;
  next: LiveSession | null;
  base: string;
};

const icons = {
  draft: PencilLine,
  cancelled: CalendarX,
  before: CalendarClock,
  live: Coffee,
  over: PartyPopper,
} as const;

/** In place of what is on now, when nothing is: before, in a break, after, cancelled, or not yet published. */
export function PhaseCard({ state, phase, next, base }: PhaseProps) {
  const t = useT();
  const { event } = state;
  const shown = useShownZone();
  const time = `${dayAndClock(event.startsAt, shown.zone)}, ${zoneWords(shown, [Date.parse(event.startsAt)])}`;
  return (
    <Card padded={false}>
      <EmptyState
        icon={icons[phase]}
        title={t("venue.phaseTitle", { phase, time, name: event.name })}
        body={
          phase === "live" && next ? (
            <>
              {t("venue.breakUntil")} <Time at={next.startsAt} format="relative" />
            </>
          ) : (
            t("venue.phaseBody", { phase })
          )
        }
        action={
          <Button asChild variant="soft">
            {phase === "draft" && organises(state.membership) ? (
              <Link href={`${base}/manage`}>{t("venue.manage")}</Link>
            ) : (
              <Link href={`${base}/agenda`}>{t("events.seeAgenda")}</Link>
            )}
          </Button>
        }
      />
    </Card>
  );
}
