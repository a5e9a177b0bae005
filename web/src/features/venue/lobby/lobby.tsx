"use client";

import { useState, type ReactNode } from "react";

import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { useOnOneDay, WhenNote } from "@/components/ui/time";
import {
  type LiveSession,
  type LiveState,
  useLive,
  useLiveState,
  onNow,
  phaseOf,
  strippedSession,
  upNext,
} from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";

import { SmallCard, SoonRow, StageCard } from "./cards";
import { NowStrip, PhaseCard, StripSpace } from "./strip";

export type LobbyProps = {
  /** Path of the venue: "/e/polder-2026". */
  base: string;
  /** "Three people to meet": a whole section of features/profiles. */
  meet?: ReactNode;
};

const soonRows = 5;

/** The first page inside: what needs you, what is on now, whom to meet, what begins soon. */
export function Lobby({ base, meet }: LobbyProps) {
  const t = useT();
  const state = useLiveState();
  const { isDrawn } = useLive();
  const now = useNow();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  if (now === null) return <LobbyFrame />;
  const phase = phaseOf(state, now);
  const strip = phase === "live" ? strippedSession(state, now, dismissed) : null;
  const [main, ...others] = phase === "cancelled" ? [] : onNow(state, now);
  const soon = phase === "cancelled" ? [] : upNext(state, now);
  return (
    <LobbyFrame>
      {isDrawn && <StripSpace />}
      {strip && (
        <NowStrip
          state={state}
          session={strip}
          now={now}
          base={base}
          onStay={() => setDismissed(new Set(dismissed).add(strip.id))}
        />
      )}
      {!main && <PhaseCard state={state} phase={phase} next={soon[0] ?? null} base={base} />}
      {main && (
        <Section
          title={t("venue.onNow")}
          note={<WhenNote moments={[new Date(now).toISOString()]} />}
          aside={<Link href={`${base}/agenda`}>{t("venue.allRooms", { count: state.summary.stages })}</Link>}
        >
          <StageCard state={state} session={main} now={now} base={base} />
          {others.length > 0 && (
            <div className="mt-3 grid grid-cols-1 gap-3 md:grid-cols-2">
              {others.slice(0, 2).map((session) => (
                <SmallCard key={session.id} state={state} session={session} now={now} base={base} />
              ))}
            </div>
          )}
        </Section>
      )}
      {meet}
      {soon.length > 0 && <Soon state={state} sessions={soon.slice(0, soonRows)} base={base} />}
    </LobbyFrame>
  );
}

type SoonProps = { state: LiveState; sessions: readonly LiveSession[]; base: string };

function Soon({ state, sessions, base }: SoonProps) {
  const t = useT();
  const starts = sessions.map((session) => session.startsAt);
  const oneDay = useOnOneDay(starts);
  return (
    <Section
      title={t("venue.soon")}
      note={<WhenNote moments={starts} />}
      aside={<Link href={`${base}/agenda`}>{t("venue.wholeAgenda")}</Link>}
    >
      <ul className="divide-y divide-border">
        {sessions.map((session) => (
          <SoonRow key={session.id} state={state} session={session} base={base} withDay={!oneDay} />
        ))}
      </ul>
    </Section>
  );
}

function LobbyFrame({ children }: { children?: ReactNode }) {
  const t = useT();
  return (
    <div className="mx-auto max-w-[848px] space-y-7 px-4 py-3 md:px-8 md:py-5">
      <h1 className="sr-only">{t("shell.lobby")}</h1>
      {children}
    </div>
  );
}
