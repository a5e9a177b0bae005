"use client";

import { ArrowLeft, ExternalLink, Flag, MessageSquare } from "lucide-react";
import { useEffect, useRef } from "react";

import { setPanelFolded, setPanelSheet } from "@/components/frame";
import { Badge } from "@/components/ui/badge";
import { Bar } from "@/components/ui/bar";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { announce } from "@/components/ui/live-region";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Swatch } from "@/components/ui/swatch";
import { Time } from "@/components/ui/time";
import {
  useLiveState,
  type LiveSession,
  type LiveState,
  belongs,
  isMilestone,
  nextHere,
  progressOf,
  stageName,
  StarButton,
  useIsInAgenda,
} from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { duration } from "@/lib/time";

import { SessionGone } from "./session-gone";
import { isWebLink, languageNames, NotRecorded, SessionLinks, WatchLink } from "./session-more";
import { Abstract, SpeakerList, useSessionWords, type SessionWords } from "./session-words";

/** One session: what, who, when and where; its chat is in the panel, for people of the event. */
export function SessionPage({ id, base }: { id: string; base: string }) {
  const state = useLiveState();
  const session = state.agenda.sessions.get(id);
  const isThere = useIsInAgenda(id);
  useSaysGone(isThere);
  const page = session ? (
    <Session state={state} session={session} base={base} />
  ) : isThere === null ? (
    <SessionLoading />
  ) : (
    <SessionGone base={base} />
  );
  if (belongs(state.membership)) return page;
  return (
    <main id="main" tabIndex={-1} className="pb-16">
      {page}
    </main>
  );
}

/** Who reads it, or hears it read, is told when it goes. */
function useSaysGone(isThere: boolean | null): void {
  const t = useT();
  const was = useRef(isThere);
  // Compares with what was shown before.
  useEffect(() => {
    if (isThere === null) return;
    if (was.current && !isThere) announce(t("events.sessionGone"));
    was.current = isThere;
  }, [isThere, t]);
}

const SessionLoading = () => (
  <Loading className="mx-auto max-w-[784px] space-y-3 px-4 py-5 md:px-8 md:py-7">
    <Skeleton className="h-5 w-80 max-w-full" />
    <Skeleton className="h-9 w-140 max-w-full" />
    <Skeleton className="h-9 w-40" />
  </Loading>
);

function Session({ state, session, base }: PartProps & { base: string }) {
  const t = useT();
  const words = useSessionWords(session.id);
  const next = nextHere(state, session);
  const inside = belongs(state.membership);
  return (
    <article className="mx-auto max-w-[784px] px-4 py-5 md:px-8 md:py-7">
      {!inside && (
        <Link
          href={`${base}/agenda`}
          className="-ms-1 mb-4 inline-flex min-h-8 items-center gap-1.5 rounded-control px-1 text-13 text-muted hover:text-foreground"
        >
          <Icon icon={ArrowLeft} />
          {t("venue.agendaOf", { name: state.event.name })}
        </Link>
      )}
      <Head state={state} session={session} inside={inside} whole={words.whole} />
      <Abstract words={words} />
      {words.whole && <SessionLinks links={words.whole.links} attachments={words.whole.attachments} />}
      <SpeakerList state={state} session={session} base={base} words={words} />
      {next && (
        <Section title={t("venue.nextHere")} className="mt-7">
          <Link
            href={`${base}/sessions/${next.id}`}
            className="group flex min-h-10 items-center gap-3 rounded-control border-t border-border text-13"
          >
            <Time at={next.startsAt} format="full" className="shrink-0 text-muted tabular-nums" />
            <span dir="auto" className="min-w-0 truncate font-medium group-hover:underline">
              {next.title}
            </span>
          </Link>
        </Section>
      )}
      {!inside && (
        <p className="mt-7 flex flex-wrap items-center justify-between gap-3 rounded-card bg-sunken p-4 text-13 text-muted">
          {t("venue.sessionOutside")}
          <Button asChild variant="soft">
            <Link href={base}>{t("venue.eventPage")}</Link>
          </Button>
        </p>
      )}
    </article>
  );
}

type PartProps = { state: LiveState; session: LiveSession };

type HeadProps = PartProps & {
  inside: boolean;
  /** With what the agenda leaves out; null until it is there. */ whole: SessionWords["whole"];
};

function Head({ state, session, inside, whole }: HeadProps) {
  const t = useT();
  const now = useNow();
  const ends = Date.parse(session.endsAt);
  const live = now !== null && Date.parse(session.startsAt) <= now && now < ends;
  return (
    <header>
      <Facts
        state={state}
        session={session}
        whole={whole}
        moment={live ? "live" : now !== null && now >= ends ? "past" : null}
      />
      <h1 dir="auto" className="mt-3 text-28 font-semibold text-balance">
        {session.title}
      </h1>
      {session.subtitle && (
        <p dir="auto" className="mt-1 text-16 text-pretty text-muted">
          {session.subtitle}
        </p>
      )}
      {live && (
        <div className="mt-4 flex items-center gap-3 text-13 text-muted">
          <Bar tone="live" label={session.title} value={progressOf(session, now)} className="flex-1" />
          <span className="tabular-nums">{t("shell.left", { time: duration(ends - now) })}</span>
        </div>
      )}
      <Actions state={state} session={session} inside={inside} whole={whole} />
    </header>
  );
}

type FactsProps = PartProps & Pick<HeadProps, "whole"> & { moment: "live" | "past" | null };

/** When and where it is, in one line. */
function Facts({ state, session, whole, moment }: FactsProps) {
  const t = useT();
  const track = state.agenda.tracks.get(session.trackId ?? "");
  const stage = stageName(state, session);
  const { startsAt, endsAt } = session;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-13 text-muted">
      {moment === "live" && (
        <Badge tone="live" dot>
          {t("shell.now")}
        </Badge>
      )}
      {moment === "past" && <Badge>{t("venue.past")}</Badge>}
      {track && (
        <span className="flex items-center gap-2">
          <Swatch id={track.id} hue={track.hue} />
          <bdi>{track.name}</bdi>
        </span>
      )}
      {stage && stage !== track?.name && <bdi>{stage}</bdi>}
      <Time at={startsAt} end={endsAt} format="long" className="tabular-nums" />
      {isMilestone(session) ? (
        <span className="flex items-center gap-1.5">
          <Icon icon={Flag} size={14} />
          {t("common.milestone")}
        </span>
      ) : (
        <span>{duration(Date.parse(endsAt) - Date.parse(startsAt))}</span>
      )}
      {whole && whole.languages.length > 0 && <span>{languageNames(whole.languages)}</span>}
      {whole?.doNotRecord && <NotRecorded />}
    </p>
  );
}

function Actions({ state, session, inside, whole }: HeadProps) {
  const t = useT();
  const url = whole?.url ?? "";
  const openChat = () => {
    if (window.matchMedia("(min-width: 1200px)").matches) setPanelFolded("talk", false);
    else setPanelSheet(true);
  };
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <StarButton state={state} session={session} wide />
      {inside && (
        <Button variant="outline" className="min-[1200px]:hidden" onClick={openChat}>
          <Icon icon={MessageSquare} />
          {t("venue.openChat")}
        </Button>
      )}
      {whole && <WatchLink url={whole.videoUrl} />}
      {isWebLink(url) && (
        <Button asChild variant="ghost">
          <a href={url} target="_blank" rel="noopener noreferrer nofollow">
            <Icon icon={ExternalLink} />
            {t("venue.sessionLink")}
          </a>
        </Button>
      )}
    </div>
  );
}
