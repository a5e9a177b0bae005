"use client";

import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Time, useOnOneDay, WhenNote } from "@/components/ui/time";
import { placeLine, useLiveState, type LiveSession, type LiveState } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";

const most = 4;

/** What I starred and has not ended, soonest first. */
export function StarredNext({ base }: { base: string }) {
  const t = useT();
  const now = useNow();
  const state = useLiveState();
  const coming = now ? comingStars(state, now) : [];
  const starts = coming.map((session) => session.startsAt);
  const oneDay = useOnOneDay(starts);
  const toAgenda = (
    <Link href={`${base}/agenda`} className="rounded-control hover:text-foreground hover:underline">
      {t("shell.agenda")}
    </Link>
  );
  return (
    <Section
      title={t("matches.nextStarred")}
      note={coming.length > 0 && <WhenNote moments={starts} />}
      aside={toAgenda}
    >
      {now !== null && coming.length === 0 && (
        <p className="text-13 text-muted">{t("matches.nothingStarred")}</p>
      )}
      <ul className="divide-y divide-border">
        {coming.map((session) => (
          <li key={session.id}>
            <Link
              href={`${base}/sessions/${session.id}`}
              className={cn(
                "group grid gap-3 rounded-control py-2.5",
                oneDay ? "grid-cols-[44px_1fr]" : "grid-cols-[72px_1fr]",
              )}
            >
              <Time
                at={session.startsAt}
                format={oneDay ? "clock" : "full"}
                className="text-13 text-muted tabular-nums"
              />
              <span className="min-w-0">
                <span dir="auto" className="line-clamp-2 text-13 font-medium group-hover:underline">
                  {session.title}
                </span>
                <span dir="auto" className="block truncate text-12 text-muted">
                  {placeLine(state, session)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function comingStars(state: LiveState, now: number): LiveSession[] {
  const coming: LiveSession[] = [];
  for (const session of state.agenda.sessions.values()) {
    if (state.stars.has(session.id) && Date.parse(session.endsAt) > now) coming.push(session);
    if (coming.length === most) break;
  }
  return coming;
}
