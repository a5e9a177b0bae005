"use client";

import { useState } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Markup } from "@/components/ui/markup";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { type LiveSession, type LiveState, belongs, speakersOf } from "@/features/live-event";
import type { SessionDetailQuery } from "@/gen/graphql";
import { SessionDetail } from "@/gen/operations/agenda";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { beginningOf, type Markup as Blocks } from "@/lib/markup";
import type { Problem } from "@/lib/problem";
import { useAnswer } from "@/lib/use-answer";

/** The long texts of a session, which the agenda leaves out. */
export type SessionWords = {
  /** Null before the first answer. */
  abstract: Blocks | null;
  /** Languages, links, files, video, and whether it is recorded; null before the first answer. */
  whole: SessionDetailQuery["session"] | null;
  /** By the speaker's id. */
  bios: ReadonlyMap<string, Blocks>;
  problem: Problem | null;
  retry: () => void;
};

export function useSessionWords(id: string): SessionWords {
  const { data, problem, retry } = useAnswer(SessionDetail, { id });
  return {
    abstract: data?.session.abstractBlocks ?? null,
    whole: data?.session ?? null,
    bios: new Map(data?.session.speakers.map((speaker) => [speaker.id, speaker.bioBlocks])),
    problem,
    retry,
  };
}

export function Abstract({ words }: { words: SessionWords }) {
  if (words.problem)
    return <ErrorState message={words.problem.message} onRetry={words.retry} className="mt-4" />;
  if (words.abstract === null)
    return (
      <Loading className="mt-6 space-y-2">
        <Skeleton />
        <Skeleton />
        <Skeleton className="w-2/3" />
      </Loading>
    );
  if (!words.abstract.length) return null;
  return <Text long={900} blocks={words.abstract} className="mt-6 text-14 leading-[22px]" />;
}

type TextProps = {
  blocks: Blocks;
  /** Folded beyond this, in characters. */ long: number;
  className: string;
};

function Text({ blocks, long, className }: TextProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const beginning = beginningOf(blocks, long);
  return (
    <div className={cn("max-w-[65ch]", className)}>
      <Markup blocks={open ? blocks : beginning} />
      {beginning !== blocks && (
        <Button variant="ghost" className="-ms-3 mt-3" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "venue.lessText" : "venue.moreText")}
        </Button>
      )}
    </div>
  );
}

type SpeakersProps = { state: LiveState; session: LiveSession; base: string; words: SessionWords };

/** Who speaks, and what is said about them; names lead to profiles where those may be looked at. */
export function SpeakerList({ state, session, base, words }: SpeakersProps) {
  const t = useT();
  const speakers = speakersOf(state, session);
  if (!speakers.length) return null;
  const told = speakers.some((speaker) => words.bios.get(speaker.id)?.length);
  return (
    <Section title={t("venue.speakers", { count: speakers.length })} className="mt-7">
      <ul className={cn("grid", told ? "gap-6" : "gap-3 sm:grid-cols-2")}>
        {speakers.map((speaker) => {
          const bio = words.bios.get(speaker.id) ?? [];
          return (
            <li key={speaker.id} className={cn("flex gap-3", bio.length ? "items-start" : "items-center")}>
              <Avatar id={speaker.userId ?? speaker.id} name={speaker.name} size={40} decorative />
              <div className="min-w-0">
                {speaker.userId && belongs(state.membership) ? (
                  <Link
                    href={`${base}/people/${speaker.userId}`}
                    dir="auto"
                    className="block w-fit rounded-control font-medium hover:underline"
                  >
                    {speaker.name}
                  </Link>
                ) : (
                  <p dir="auto" className="font-medium">
                    {speaker.name}
                  </p>
                )}
                {bio.length > 0 && <Text long={400} blocks={bio} className="mt-0.5 text-13 text-muted" />}
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
