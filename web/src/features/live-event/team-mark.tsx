"use client";

import { ShieldCheck } from "lucide-react";

import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import type { EventRole } from "@/gen/graphql";
import { useT } from "@/lib/i18n";

import { useStaff } from "./live";

/**
 * That somebody is of the event's team: beside the name, never in it, for whoever likes may call themselves anything.
 * Without a role it says just that.
 */
export function TeamBadge({ role }: { role?: EventRole }) {
  const t = useT();
  return (
    <Badge tone="accent" size="sm" className="shrink-0 gap-1" title={t("events.ofTheTeam")}>
      <Icon icon={ShieldCheck} size={12} />
      {role ? t("events.teamRole", { role }) : t("events.team")}
    </Badge>
  );
}

/** The mark of whoever is of the team of the event around this; nothing for others. */
export function TeamMark({ personId }: { personId: string }) {
  const role = useStaff().get(personId);
  return role ? <TeamBadge role={role} /> : null;
}
