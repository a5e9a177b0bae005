"use client";

import { useEffect } from "react";

import { EventMark } from "@/components/frame";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { organises } from "@/features/live-event";
import type { MyEventsQuery } from "@/gen/graphql";
import { MyEvents } from "@/gen/operations/event-page";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { request } from "@/lib/request";
import { useUser } from "@/lib/session";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

import { EventDates } from "./dates";

type MyEvent = MyEventsQuery["myEvents"][number];

/** For whoever is signed in: what they registered for or help to run. Nothing while there is nothing. */
export function YourEvents({ className }: { className?: string }) {
  const t = useT();
  const user = useUser();
  const now = useNow();
  const mine = useMine(user?.id ?? null).filter((event) => now === null || Date.parse(event.endsAt) > now);
  if (mine.length === 0) return null;
  return (
    <Section title={t("landing.yours")} className={className}>
      <ul className="rounded-card bg-surface hairline">
        {mine.map((event) => (
          <Row key={event.id} event={event} now={now} />
        ))}
      </ul>
    </Section>
  );
}

/** What was heard last, so that whoever comes back sees it at once; of whom it is. */
const heard = createStore<{ of: string; events: readonly MyEvent[] } | null>(null);
const none: readonly MyEvent[] = [];

function useMine(person: string | null): readonly MyEvent[] {
  const known = useStore(heard, null);
  // They are asked for each time the page comes.
  useEffect(() => {
    if (person === null) return;
    request(MyEvents, {}).then(
      ({ myEvents }) => heard.set({ of: person, events: myEvents }),
      // The page says what is public all the same.
      () => undefined,
    );
  }, [person]);
  return known && known.of === person ? known.events : none;
}

function Row({ event, now }: { event: MyEvent; now: number | null }) {
  const t = useT();
  const live = event.status === "published" && now !== null && Date.parse(event.startsAt) <= now;
  return (
    <li className="flex min-h-16 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 not-first:border-t not-first:border-border">
      <EventMark />
      <div className="min-w-0 flex-1 basis-52">
        <div className="flex items-center gap-2">
          <Link
            href={`/e/${event.slug}`}
            dir="auto"
            className="truncate rounded-control font-medium hover:underline"
          >
            {event.name}
          </Link>
          {live && (
            <Badge tone="live" dot>
              {t("shell.live")}
            </Badge>
          )}
          {event.status !== "published" && <Badge>{t("events.status", { status: event.status })}</Badge>}
        </div>
        <div className="text-13 text-muted">
          <EventDates startsAt={event.startsAt} endsAt={event.endsAt} zone={event.timeZone} />
        </div>
      </div>
      {organises(event.membership) && (
        <Button asChild variant="outline">
          <Link href={`/e/${event.slug}/manage`}>{t("landing.manage")}</Link>
        </Button>
      )}
      <Button asChild variant={live ? "soft" : "neutral"}>
        <Link href={`/e/${event.slug}/lobby`}>{t("events.enter")}</Link>
      </Button>
    </li>
  );
}
