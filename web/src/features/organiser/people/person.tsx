"use client";

import { Ellipsis, MicOff, UserRound, Volume2 } from "lucide-react";

import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { isStaff, type Holder } from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";
import { dayClock } from "@/lib/time";
import { useShownZone, zoneWords } from "@/lib/whose-clock";

import type { Mutes, Team } from "./use-people";
import { mayChange, type OrganisedPerson } from "./people-state";
import { RoleBadges, RoleMenu } from "./roles";

export type PersonRowProps = {
  person: OrganisedPerson;
  here: boolean;
  base: string;
  /** What whoever looks holds. */
  mine: Holder;
  team: Team;
  mutes: Mutes;
};

/** One person, with what an organiser can do: give and take roles, mute. */
export function PersonRow({ person, here, base, mine, team, mutes }: PersonRowProps) {
  const t = useT();
  const now = useNow();
  const shown = useShownZone();
  const me = useUser()?.id === person.id;
  const theirs = { roles: team.roles.get(person.id) ?? [] };
  const invited = team.invited.get(person.id) ?? [];
  const until = mutes.until.get(person.id) ?? null;
  return (
    <li className="flex items-center gap-3 py-2.5 ps-4 pe-2">
      <Avatar id={person.id} name={person.name} size={36} presence={here ? "here" : null} decorative />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <p dir="auto" className="min-w-0 truncate text-14 font-medium">
            {person.name}
          </p>
          {me && (
            <Badge tone="outline" size="sm">
              {t("organiser.ownRole")}
            </Badge>
          )}
          {theirs.roles.length + invited.length > 0 && (
            <RoleBadges name={person.name} held={theirs.roles} invited={invited} />
          )}
          {until && (
            <Badge tone="warn" size="sm">
              {t("organiser.mutedUntil", {
                time: `${dayClock(until, now ?? until, shown.zone)}, ${zoneWords(shown, [Date.parse(until)])}`,
              })}
            </Badge>
          )}
        </div>
        <p dir="auto" className="truncate text-13 text-muted">
          {person.headline}
        </p>
      </div>
      <div className="flex items-center gap-1">
        <RoleMenu
          name={person.name}
          held={[...theirs.roles, ...invited]}
          disabled={me || team.loading}
          may={(role) => mayChange(mine, theirs, role)}
          onChange={(held, on) => team.change(person, held, on)}
        />
        <PersonMenu person={person} base={base} mutes={mutes} mutable={!me && !isStaff(theirs)} />
      </div>
    </li>
  );
}

type MenuProps = Pick<PersonRowProps, "person" | "base" | "mutes"> & { mutable: boolean };

function PersonMenu({ person, base, mutes, mutable }: MenuProps) {
  const t = useT();
  const times = [
    [10, "organiser.mute10"],
    [60, "organiser.mute60"],
    [1440, "organiser.mute1440"],
  ] as const;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t("organiser.actionsFor", { name: person.name })}>
          <Icon icon={Ellipsis} />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem icon={UserRound} asChild>
          <Link href={`${base}/people/${person.id}`}>{t("organiser.viewProfile")}</Link>
        </DropdownMenuItem>
        {mutable && (
          <>
            <DropdownMenuSeparator />
            {times.map(([minutes, key]) => (
              <DropdownMenuItem key={minutes} icon={MicOff} onSelect={() => mutes.mute(person, minutes)}>
                {t(key)}
              </DropdownMenuItem>
            ))}
            {mutes.until.has(person.id) && (
              <DropdownMenuItem icon={Volume2} onSelect={() => mutes.mute(person, null)}>
                {t("organiser.unmute")}
              </DropdownMenuItem>
            )}
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
