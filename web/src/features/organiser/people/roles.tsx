"use client";

import { ChevronDown } from "lucide-react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { useLiveState, isWholeEvent, type HeldRole } from "@/features/live-event";
import type { EventRole } from "@/gen/graphql";
import { useT } from "@/lib/i18n";

import { isSameRole, roleOrder, wholeEvent } from "./people-state";

/** A role in words, with the stage, track or team if it is only for one. */
function useRoleName(): (held: HeldRole) => string {
  const t = useT();
  const { agenda } = useLiveState();
  return (held) => {
    const role = t("organiser.role", { role: held.role });
    if (isWholeEvent(held)) return role;
    const { kind, id } = held.scope;
    const named = { stage: agenda.stages, track: agenda.tracks, team: null, event: null }[kind]?.get(
      id ?? "",
    );
    return t("organiser.scopedRole", { role, scope: named?.name ?? t("organiser.scope", { kind }) });
  };
}

const keyOf = ({ role, scope }: HeldRole) => `${role} ${scope.kind} ${scope.id}`;

type BadgesProps = Pick<RoleMenuProps, "name" | "held"> & { invited: readonly HeldRole[] };

/** All that a person holds, the weightiest first, and then what they were asked to take. */
export function RoleBadges({ name, held, invited }: BadgesProps) {
  const t = useT();
  const nameOf = useRoleName();
  return (
    <ul aria-label={t("organiser.rolesOf", { name })} className="flex min-w-0 flex-wrap gap-1">
      {held.map((one) => (
        <li key={keyOf(one)} className="flex min-w-0">
          <Badge size="sm" className="min-w-0">
            <span className="truncate">{nameOf(one)}</span>
          </Badge>
        </li>
      ))}
      {invited.map((one) => (
        <li key={keyOf(one)} className="flex min-w-0">
          <Badge size="sm" tone="outline" className="min-w-0">
            <span className="truncate">{t("organiser.invitedAs", { role: nameOf(one) })}</span>
          </Badge>
        </li>
      ))}
    </ul>
  );
}

export type RoleMenuProps = {
  /** Whose roles these are; held or offered. */
  name: string;
  held: readonly HeldRole[];
  disabled: boolean;
  may: (role: EventRole) => boolean;
  onChange: (held: HeldRole, on: boolean) => void;
};

/** Every role of the whole event to give or take, and what is held for a part of it to take. Stays open. */
export function RoleMenu({ name, held, disabled, may, onChange }: RoleMenuProps) {
  const t = useT();
  const nameOf = useRoleName();
  const item = (one: HeldRole) => (
    <DropdownMenuCheckboxItem
      key={keyOf(one)}
      checked={held.some((other) => isSameRole(other, one))}
      disabled={!may(one.role)}
      onCheckedChange={(on) => onChange(one, on)}
      onSelect={(event) => isWholeEvent(one) && event.preventDefault()}
    >
      <span className="truncate">{nameOf(one)}</span>
    </DropdownMenuCheckboxItem>
  );
  const scoped = held.filter((one) => !isWholeEvent(one));
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline" disabled={disabled} aria-label={t("organiser.rolesOf", { name })}>
          {t("organiser.roles")}
          <Icon icon={ChevronDown} className="text-muted" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto">
        {roleOrder.map((role) => item(wholeEvent(role)))}
        {scoped.length > 0 && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuLabel>{t("organiser.scopedRoles")}</DropdownMenuLabel>
            {scoped.map(item)}
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
