"use client";

import { useQuery } from "@apollo/client/react";
import { CalendarX, ExternalLink, MessageSquare } from "lucide-react";
import Link from "next/link";
import { useState } from "react";

import { setPanelFolded, setPanelSheet } from "@/components/shell";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Bar } from "@/components/ui/bar";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Swatch } from "@/components/ui/swatch";
import { Time } from "@/components/ui/time";
import { SessionDetailDocument } from "@/gen/graphql";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { duration } from "@/lib/time";

import { useLiveState } from "./live";
import type { LiveSession, LiveState } from "./live-state";
import { nextHere, progressOf, speakersOf, stageName } from "./venue-now";
import { StarButton } from "./venue-star";

/** One session: what, who, when and where; its chat is in the panel. */
export function SessionPage({ id, base }: { id: string; base: string }) {
  const t = useT();
  const state = useLiveState();
  const session = state.agenda.sessions.get(id);
  if (!session) return <SessionGone base={base} />;
  const next = nextHere(state, session);
  return (
    <article className="mx-auto max-w-[784px] px-4 py-5 md:px-8 md:py-7">
      <Head state={state} session={session} />
      <Abstract state={state} session={session} />
      <SpeakerList state={state} session={session} base={base} />
      {next && (
        <Section title={t("venue.nextHere")} className="mt-7">
          <Link
            href={`${base}/sessions/${next.id}`}
            className="group flex min-h-10 items-center gap-3 rounded-control border-t border-border text-13"
          >
            <Time at={next.startsAt} zone={state.event.timeZone} className="text-muted tabular-nums" />
            <span className="min-w-0 truncate font-medium group-hover:underline">{next.title}</span>
          </Link>
        </Section>
      )}
    </article>
  );
}

/** Instead of a session that is not, or not any more, on the programme of the event at `base`. */
export function SessionGone({ base }: { base: string }) {
  const t = useT();
  return (
    <EmptyState
      icon={CalendarX}
      title={t("venue.sessionGone")}
      body={t("venue.sessionGoneBody")}
      action={
        <Button asChild variant="soft">
          <Link href={`${base}/agenda`}>{t("venue.seeAgenda")}</Link>
        </Button>
      }
      className="pt-24"
    />
  );
}

type PartProps = { state: LiveState; session: LiveSession };

function Head({ state, session }: PartProps) {
  const t = useT();
  const now = useNow();
  const track = state.agenda.tracks.get(session.trackId ?? "");
  const stage = stageName(state, session);
  const starts = Date.parse(session.startsAt);
  const ends = Date.parse(session.endsAt);
  const live = now !== null && starts <= now && now < ends;
  const openChat = () => {
    if (window.matchMedia("(min-width: 1200px)").matches) setPanelFolded("talk", false);
    else setPanelSheet(true);
  };
  return (
    <header>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-13 text-muted">
        {live && (
          <Badge tone="live" dot>
            {t("shell.now")}
          </Badge>
        )}
        {now !== null && now >= ends && <Badge>{t("venue.past")}</Badge>}
        {track && (
          <span className="flex items-center gap-2">
            <Swatch id={track.id} hue={track.hue} />
            {track.name}
          </span>
        )}
        {stage && stage !== track?.name && <span>{stage}</span>}
        <Time
          at={session.startsAt}
          end={session.endsAt}
          zone={state.event.timeZone}
          className="tabular-nums"
        />
        <span>{duration(ends - starts)}</span>
      </p>
      <h1 className="mt-3 text-28 font-semibold text-balance">{session.title}</h1>
      {session.subtitle && <p className="mt-1 text-16 text-pretty text-muted">{session.subtitle}</p>}
      {live && (
        <div className="mt-4 flex items-center gap-3 text-13 text-muted">
          <Bar tone="live" label={session.title} value={progressOf(session, now)} className="flex-1" />
          <span className="tabular-nums">{t("shell.left", { time: duration(ends - now) })}</span>
        </div>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <StarButton state={state} session={session} wide />
        <Button variant="outline" className="min-[1200px]:hidden" onClick={openChat}>
          <Icon icon={MessageSquare} />
          {t("venue.openChat")}
        </Button>
        {isWebLink(session.url) && (
          <Button asChild variant="ghost">
            <a href={session.url} target="_blank" rel="noopener noreferrer nofollow">
              <Icon icon={ExternalLink} />
              {t("venue.sessionLink")}
            </a>
          </Button>
        )}
      </div>
    </header>
  );
}

/** Only web addresses become links, whatever a schedule says. */
function isWebLink(url: string): boolean {
  return /^https?:\/\//iu.test(url);
}

/** Longer than this is folded, in characters. */
const long = 900;

function Abstract({ session }: PartProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { data, loading, error, refetch } = useQuery(SessionDetailDocument, {
    variables: { id: session.id },
    fetchPolicy: "cache-and-network",
  });
  if (!data && loading)
    return (
      <Loading className="mt-6 space-y-2">
        <Skeleton />
        <Skeleton />
        <Skeleton className="w-2/3" />
      </Loading>
    );
  if (!data && error)
    return <ErrorState message={toProblem(error).message} onRetry={() => void refetch()} className="mt-4" />;
  const text = data?.session.abstract.trim() ?? "";
  if (!text) return null;
  const folded = text.length > long && !open;
  const paragraphs = (folded ? `${text.slice(0, long).replace(/\s+\S*$/u, "")} …` : text).split(/\n{2,}/u);
  return (
    <div className="mt-6 max-w-[65ch] space-y-3 text-14 leading-[22px]">
      {paragraphs.map((paragraph, i) => (
        <p key={i} className="wrap-anywhere whitespace-pre-line">
          {paragraph}
        </p>
      ))}
      {text.length > long && (
        <Button variant="ghost" className="-ml-3" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "venue.lessText" : "venue.moreText")}
        </Button>
      )}
    </div>
  );
}

function SpeakerList({ state, session, base }: PartProps & { base: string }) {
  const t = useT();
  const speakers = speakersOf(state, session);
  if (!speakers.length) return null;
  return (
    <Section title={t("venue.speakers", { count: speakers.length })} className="mt-7">
      <ul className="grid gap-3 sm:grid-cols-2">
        {speakers.map((speaker) => (
          <li key={speaker.id} className="flex items-center gap-3">
            <Avatar id={speaker.userId ?? speaker.id} name={speaker.name} size={40} decorative />
            {speaker.userId ? (
              <Link
                href={`${base}/people/${speaker.userId}`}
                className="rounded-control font-medium hover:underline"
              >
                {speaker.name}
              </Link>
            ) : (
              <span className="font-medium">{speaker.name}</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
