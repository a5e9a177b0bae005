"use client";

import { SearchX, UsersRound } from "lucide-react";
import type { ReactNode } from "react";

import { PageTitle } from "@/components/frame";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { SearchField } from "@/components/ui/search-field";
import { PeopleLoading } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { TeamMark, usePresence } from "@/features/live-event";
import { useLate } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { textInAddress, useInAddress } from "@/lib/in-address";

import { useEventPeople, useFoundPeople } from "./use-people";
import { hereFirst, lineOf, type PersonRow } from "./people-state";

const searched = textInAddress("q", 100);
/** ms */
const presenceWait = 1_500;

type PeopleProps = { eventId: string; base: string };

/** Everybody registered, who is here first; a field finds by name, headline or topic. */
export function PeoplePage({ eventId, base }: PeopleProps) {
  const t = useT();
  const [text, setText] = useInAddress(searched);
  const { people: here, count } = usePresence();
  const all = useEventPeople(eventId);
  const found = useFoundPeople(eventId, text);
  const shown = hereFirst(found.people ?? all.people, here);
  // Who is here stands first, and is known a moment later; without a connection, not at all.
  const isWithout = useLate(!all.loading && count === null, presenceWait);
  const loading = all.loading || (count === null && !isWithout);
  const problem = found.people ? found.problem : all.problem;
  return (
    <div className="mx-auto max-w-[848px] px-4 py-5 md:px-8">
      <PageTitle
        aside={
          <span className="text-13 text-muted tabular-nums">
            {t("people.hereNow", { count: count ?? 0 })}
          </span>
        }
      >
        {t("shell.people")}
      </PageTitle>
      <SearchField
        label={t("people.search")}
        placeholder={t("people.search")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p role="status" className="sr-only">
        {found.people && !found.searching ? t("people.found", { count: shown.length }) : ""}
      </p>
      <div className="mt-4">
        {loading && !found.people ? (
          <PeopleLoading rows={12} className="gap-x-6 sm:grid-cols-2" />
        ) : problem ? (
          <ErrorState message={problem.message} onRetry={found.people ? undefined : all.more} />
        ) : shown.length === 0 ? (
          !found.searching && <Nobody searched={Boolean(found.people)} onClear={() => setText("")} />
        ) : (
          <ul className="grid gap-x-6 sm:grid-cols-2" aria-busy={found.searching}>
            {shown.map((person) => (
              <PersonItem key={person.id} person={person} here={here.has(person.id)} base={base} />
            ))}
          </ul>
        )}
        {!found.people && !loading && !problem && all.more && (
          <div className="mt-4 text-center">
            <Button variant="outline" onClick={all.more}>
              {t("people.more")}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function Nobody({ searched, onClear }: { searched: boolean; onClear: () => void }) {
  const t = useT();
  if (!searched)
    return <EmptyState icon={UsersRound} title={t("people.emptyTitle")} body={t("people.emptyBody")} />;
  return (
    <EmptyState
      icon={SearchX}
      title={t("people.notFoundTitle")}
      body={t("people.notFoundBody")}
      action={<Button onClick={onClear}>{t("people.showAll")}</Button>}
    />
  );
}

/** The panel's People tab: who is here now, among those known to the page. */
export function HerePanel({ eventId, base }: PeopleProps) {
  const t = useT();
  const { people: here, count } = usePresence();
  const all = useEventPeople(eventId);
  const present = hereFirst(
    all.people.filter((person) => here.has(person.id)),
    here,
  );
  const unseen = Math.max(0, (count ?? 0) - present.length);
  return (
    <div className="h-full scrollbar-slim overflow-y-auto px-4 pt-3 pb-4 [--ring:var(--background)]">
      <h2 className="text-12 font-medium text-muted tabular-nums">
        {t("people.hereNow", { count: count ?? 0 })}
      </h2>
      {all.loading && <PeopleLoading rows={6} className="mt-2" />}
      {all.problem && <ErrorState message={all.problem.message} onRetry={all.more} />}
      <ul className="mt-1">
        {present.map((person) => (
          <PersonItem key={person.id} person={person} here base={base} size={32} />
        ))}
      </ul>
      <Link
        href={`${base}/people`}
        className="mt-2 inline-block rounded-control text-13 text-accent-text hover:underline"
      >
        {unseen && !all.loading ? t("people.andMoreHere", { count: unseen }) : t("people.everybody")}
      </Link>
    </div>
  );
}

type ItemProps = { person: PersonRow; here: boolean; base: string; size?: number; aside?: ReactNode };

function PersonItem({ person, here, base, size = 40 }: ItemProps) {
  const t = useT();
  return (
    <li>
      <Link
        href={`${base}/people/${person.id}`}
        className="-mx-2 flex min-h-14 items-center gap-3 rounded-control px-2 py-1.5 hover:bg-hover"
      >
        <Avatar id={person.id} name={person.name} size={size} presence={here ? "here" : null} decorative />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span dir="auto" className="truncate font-medium">
              {person.name}
            </span>
            <TeamMark personId={person.id} />
          </span>
          <span dir="auto" className="block truncate text-13 text-muted">
            {lineOf(person) || t("people.noLine")}
          </span>
        </span>
      </Link>
    </li>
  );
}
