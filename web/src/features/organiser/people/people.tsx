"use client";

import { Users } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { SearchField } from "@/components/ui/search-field";
import { Segmented } from "@/components/ui/segmented";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { usePresence, useLiveState } from "@/features/live-event";
import { useT } from "@/lib/i18n";

import { useFoundRegistered, useMutes, useRegistered, useTeam } from "./use-people";
import { whoIsHere, withPeople, type OrganisedPerson } from "./people-state";
import { PersonRow } from "./person";

const shownLists = ["here", "registered", "team"] as const;
type Shown = (typeof shownLists)[number];

/** Who is here, who registered, and who does what. */
export function EventPeople({ base }: { base: string }) {
  const t = useT();
  const { event, membership } = useLiveState();
  const [shown, setShown] = useState<Shown>("here");
  const [text, setText] = useState("");
  const presence = usePresence();
  const registered = useRegistered(event.id, event.registeredCount);
  const found = useFoundRegistered(event.id, text);
  const team = useTeam(event.id);
  const mutes = useMutes(event.id);
  const here = whoIsHere(withPeople(registered.people, team.people), presence.people);
  const lists = { here: here.people, registered: registered.people, team: team.people };
  const people: readonly OrganisedPerson[] = found ?? lists[shown];
  const source = shown === "team" ? team : registered;
  const retry = shown === "team" ? team.retry : registered.more;
  // Of who is here few have a name before everybody is known.
  const waiting = source.loading && !found && (shown === "here" || people.length === 0);
  return (
    <div className="flex flex-col gap-4">
      <Lists
        shown={shown}
        onShow={(next) => {
          setShown(next);
          setText("");
        }}
        counts={{ here: presence.count, registered: event.registeredCount, team: team.people.length }}
        text={text}
        onText={setText}
      />
      {waiting ? (
        <PeopleLoading />
      ) : people.length > 0 ? (
        <Card padded={false}>
          <ul className="divide-y divide-border">
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                here={presence.people.has(person.id)}
                base={base}
                mine={membership}
                team={team}
                mutes={mutes}
              />
            ))}
          </ul>
          {shown === "here" && !found && <Unnamed count={here.others} />}
        </Card>
      ) : source.problem && !found ? (
        <ErrorState message={source.problem.message} onRetry={retry} />
      ) : (
        <Nobody shown={found ? "found" : shown} text={text} />
      )}
      {shown === "registered" && !found && registered.more && people.length > 0 && (
        <Button variant="outline" className="self-start" onClick={registered.more}>
          {t("organiser.showMore")}
        </Button>
      )}
    </div>
  );
}

type ListsProps = {
  shown: Shown;
  onShow: (shown: Shown) => void;
  /** Null while it is not known. */
  counts: Record<Shown, number | null>;
  text: string;
  onText: (text: string) => void;
};

/** Which list is shown, and the search through everybody. */
function Lists({ shown, onShow, counts, text, onText }: ListsProps) {
  const t = useT();
  return (
    <div className="flex flex-wrap gap-3">
      <Segmented<Shown>
        label={t("organiser.lists")}
        value={shown}
        onValueChange={onShow}
        segments={shownLists.map((value) => ({
          value,
          label: t(`organiser.${value}`),
          count: counts[value] ?? undefined,
        }))}
      />
      <SearchField
        label={t("organiser.findPerson")}
        value={text}
        onChange={(change) => onText(change.target.value)}
        className="min-w-56 flex-1"
      />
      <p className="basis-full text-13 text-muted">{t("organiser.rolesHint")}</p>
    </div>
  );
}

/** Here, and not on the pages of people that were loaded. */
function Unnamed({ count }: { count: number }) {
  const t = useT();
  if (count === 0) return null;
  return (
    <p className="border-t border-border px-4 py-3 text-13 text-muted">
      {t("organiser.hereUnnamed", { count })}
    </p>
  );
}

const nobody = {
  found: ["organiser.nobodyFound", "organiser.nobodyFoundBody"],
  here: ["organiser.nobodyHere", "organiser.nobodyHereBody"],
  registered: ["organiser.nobodyRegistered", "organiser.nobodyRegisteredBody"],
  team: ["organiser.team", "organiser.notYoursBody"],
} as const;

function Nobody({ shown, text }: { shown: Shown | "found"; text: string }) {
  const t = useT();
  const [title, body] = nobody[shown];
  return (
    <Card>
      <EmptyState icon={Users} title={t(title, { text })} body={t(body)} />
    </Card>
  );
}

function PeopleLoading() {
  return (
    <Loading className="space-y-3">
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} className="h-13 rounded-card" />
      ))}
    </Loading>
  );
}
