"use client";

import { Ban, Link as LinkIcon, MapPin, UserX } from "lucide-react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/chip";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Words } from "@/components/ui/words";
import { TeamMark, usePresenceOf } from "@/features/live-event";
import type { PersonDetailQuery } from "@/gen/graphql";
import { PersonDetail } from "@/gen/operations/people";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { languageName } from "@/lib/intl";
import { useUser } from "@/lib/session";
import { usePush } from "@/lib/socket";
import { dayAndClock, sameClock, viewerZone, zoneCity } from "@/lib/time";
import { topicName } from "@/lib/topics";
import { useAnswer } from "@/lib/use-answer";

import { PersonActions, type PersonActionsProps } from "./person-actions";

type Person = PersonDetailQuery["person"];
export type PersonPageProps = Pick<PersonActionsProps, "eventId" | "staff" | "onMessage" | "onCall"> & {
  personId: string;
  base: string;
};

/** Somebody at the event: who they are, what they offer and look for, and what can be done about it. */
export function PersonPage({ personId, base, ...actions }: PersonPageProps) {
  const t = useT();
  const me = useUser();
  const { data, problem, retry } = useAnswer(PersonDetail, { id: personId });
  usePush("person.blocked", (push) => push.personId === personId && retry());
  if (problem) {
    if (problem.code !== "not_found" && problem.code !== "invalid")
      return <ErrorState titleAs="h1" message={problem.message} onRetry={retry} className="pt-24" />;
    return (
      <EmptyState
        icon={UserX}
        title={t("people.goneTitle")}
        titleAs="h1"
        body={t("people.goneBody")}
        action={
          <Button asChild variant="soft">
            <Link href={`${base}/people`}>{t("people.everybody")}</Link>
          </Button>
        }
        className="pt-24"
      />
    );
  }
  if (!data) return <PersonLoading />;
  const { person } = data;
  const blocked = data.blockedPeople.some((one) => one.id === person.id);
  return (
    <article className="mx-auto max-w-[720px] px-4 py-6 md:px-8 md:py-8">
      <Head person={person} />
      <div className="mt-5">
        {me?.id === person.id ? (
          <Button asChild variant="soft">
            <Link href="/profile">{t("people.editMine")}</Link>
          </Button>
        ) : (
          <PersonActions person={person} blocked={blocked} onBlocked={retry} {...actions} />
        )}
      </div>
      {blocked && (
        <p className="mt-4 flex items-center gap-2 text-13 text-muted">
          <Icon icon={Ban} />
          {t("people.blockedNote", { name: person.name })}
        </p>
      )}
      {person.bio && <Bio text={person.bio} />}
      <Topics title={t("people.offers")} topics={person.offers} />
      <Topics title={t("people.needs")} topics={person.needs} />
      <Topics title={t("people.interests")} topics={person.interests} />
      <Links links={person.links} />
    </article>
  );
}

const Bio = ({ text }: { text: string }) => (
  <p dir="auto" className="mt-6 max-w-[65ch] text-start leading-[22px] wrap-anywhere whitespace-pre-line">
    <Words text={text} />
  </p>
);

function Head({ person }: { person: Person }) {
  const t = useT();
  const now = useNow();
  const here = usePresenceOf(person.id);
  const zone = person.timeZone;
  return (
    <header className="flex items-start gap-4 [--ring:var(--background)] max-md:gap-3">
      <Avatar id={person.id} name={person.name} size={72} presence={here} decorative />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 dir="auto" className="text-28 font-semibold wrap-anywhere max-md:text-20">
            {person.name}
          </h1>
          <TeamMark personId={person.id} />
        </div>
        {person.headline && (
          <p dir="auto" className="text-16 text-pretty text-muted max-md:text-14">
            {person.headline}
          </p>
        )}
        <p className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-13 text-muted">
          {here && <span className="font-medium text-present-text">{t("people.isHere")}</span>}
          {person.location && (
            <span className="flex items-center gap-1.5">
              <Icon icon={MapPin} size={14} />
              <bdi>{person.location}</bdi>
            </span>
          )}
          {zone && now && !sameClock(zone, viewerZone(), now, now) && (
            <span className="tabular-nums">
              {t("people.theirTime", { time: dayAndClock(now, zone), city: zoneCity(zone) })}
            </span>
          )}
          {person.languages.length > 0 && <span>{person.languages.map(languageName).join(", ")}</span>}
        </p>
      </div>
    </header>
  );
}

function Topics({ title, topics }: { title: string; topics: Person["offers"] }) {
  if (!topics.length) return null;
  return (
    <section className="mt-6">
      <h2 className="text-13 font-medium text-muted">{title}</h2>
      <ul className="mt-2 flex flex-wrap gap-2">
        {topics.map((topic) => (
          <li key={topic.id}>
            <Tag className="max-w-full whitespace-normal">
              <bdi>{topicName(topic)}</bdi>
            </Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Links({ links }: { links: readonly string[] }) {
  const t = useT();
  const safe = links.filter((link) => /^https:\/\//iu.test(link));
  if (!safe.length) return null;
  return (
    <section className="mt-6">
      <h2 className="text-13 font-medium text-muted">{t("people.links")}</h2>
      <ul className="mt-2 space-y-1.5 text-13">
        {safe.map((link) => (
          <li key={link} className="flex items-center gap-2">
            <Icon icon={LinkIcon} size={14} className="text-muted" />
            <a
              href={link}
              target="_blank"
              rel="noopener noreferrer nofollow"
              dir="auto"
              className="truncate rounded-control text-accent-text hover:underline"
            >
              {link.replace(/^https:\/\/(www\.)?/iu, "").replace(/\/$/u, "")}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PersonLoading() {
  return (
    <Loading className="mx-auto max-w-[720px] px-4 py-6 md:px-8 md:py-8">
      <div className="flex gap-4">
        <Skeleton className="size-18 rounded-full" />
        <div className="flex-1 space-y-2 pt-1">
          <Skeleton className="h-7 w-56" />
          <Skeleton className="w-72 max-w-full" />
        </div>
      </div>
      <Skeleton className="mt-6 h-8 w-60" />
      <Skeleton className="mt-8 h-20" />
    </Loading>
  );
}
