"use client";

import Link from "next/link";

import { Section } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { useLiveState, type LiveSession, type LiveState } from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { dayKey, dayShort } from "@/lib/time";

const most = 4;

/** What I starred and has not ended, soonest first. */
export function StarredNext({ base }: { base: string }) {
  const t = useT();
  const now = useNow();
  const state = useLiveState();
  const coming = now ? comingStars(state, now) : [];
  const toAgenda = (
    <Link href={`${base}/agenda`} className="rounded-control hover:text-foreground hover:underline">
      {t("shell.agenda")}
    </Link>
  );
  return (
    <Section title={t("matches.nextStarred")} aside={toAgenda}>
      {now !== null && coming.length === 0 && (
        <p className="text-13 text-muted">{t("matches.nothingStarred")}</p>
      )}
      <ul className="divide-y divide-border">
        {coming.map((session) => (
          <li key={session.id}>
            <Link
              href={`${base}/sessions/${session.id}`}
              className="group grid grid-cols-[44px_1fr] gap-3 rounded-control py-2.5"
            >
              <Time
                at={session.startsAt}
                zone={state.event.timeZone}
                className="text-13 text-muted tabular-nums"
              />
              <span className="min-w-0">
                <span className="line-clamp-2 text-13 font-medium group-hover:underline">
                  {session.title}
                </span>
                <span className="block truncate text-12 text-muted">{lineOf(state, session, now ?? 0)}</span>
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

/** The day if it is another one, the track, the stage. */
function lineOf({ agenda }: LiveState, session: LiveSession, now: number): string {
  const day = dayKey(session.startsAt) === dayKey(now) ? null : dayShort(session.startsAt);
  const track = agenda.tracks.get(session.trackId ?? "")?.name;
  const stage = agenda.stages.get(session.stageId ?? "")?.name;
  return [day, track === stage ? null : track, stage].filter(Boolean).join(", ");
}
