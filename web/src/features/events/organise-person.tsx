"use client";

import { Ellipsis, MicOff, UserRound, Volume2 } from "lucide-react";
import Link from "next/link";

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
import { Select } from "@/components/ui/select";
import type { EventRole } from "@/gen/graphql";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";
import { dayClock } from "@/lib/time";

import type { Mutes, Team } from "./organise-people-hooks";
import { mayGive, roleOrder, type OrganisedPerson } from "./organise-people-state";

export type PersonRowProps = {
  person: OrganisedPerson;
  here: boolean;
  base: string;
  /** The role of whoever looks. */
  mine: EventRole | null;
  team: Team;
  mutes: Mutes;
};

const none = "none";
const staff: ReadonlySet<EventRole> = new Set<EventRole>(["owner", "organiser", "moderator"]);

/** One person, with what an organiser can do: give a role, mute. */
export function PersonRow({ person, here, base, mine, team, mutes }: PersonRowProps) {
  const t = useT();
  const now = useNow();
  const me = useUser()?.id === person.id;
  const role = team.roles.get(person.id) ?? null;
  const until = mutes.until.get(person.id) ?? null;
  const options = [
    { value: none, label: t("organiser.noRole"), disabled: !mayGive(mine, role, "attendee") },
    ...roleOrder.map((one) => ({
      value: one as string,
      label: t("organiser.role", { role: one }),
      disabled: !mayGive(mine, role, one),
    })),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 pr-2 pl-4">
      <Avatar id={person.id} name={person.name} size={36} presence={here ? "here" : null} decorative />
      <div className="min-w-40 flex-1">
        <p className="flex items-center gap-2 text-14 font-medium">
          <span className="truncate">{person.name}</span>
          {me && (
            <Badge tone="outline" size="sm">
              {t("organiser.ownRole")}
            </Badge>
          )}
          {until && (
            <Badge tone="warn" size="sm">
              {t("organiser.mutedUntil", { time: dayClock(until, now ?? until) })}
            </Badge>
          )}
        </p>
        <p className="truncate text-13 text-muted">{person.headline}</p>
      </div>
      <div className="flex items-center gap-1 max-md:ml-12 max-md:w-full">
        <Select
          aria-label={t("organiser.roleOf", { name: person.name })}
          className="w-36"
          value={role ?? none}
          disabled={me || team.loading}
          options={options}
          onValueChange={(value) => team.give(person, value === none ? null : (value as EventRole))}
        />
        <PersonMenu person={person} base={base} mutes={mutes} mutable={!me && !(role && staff.has(role))} />
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
