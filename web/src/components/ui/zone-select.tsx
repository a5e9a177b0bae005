"use client";

import { useMemo, type ComponentProps } from "react";

import { cn } from "@/lib/cn";
import { useMounted } from "@/lib/hooks";
import { t } from "@/lib/i18n";
import { viewerZone, type Moment } from "@/lib/time";
import { zoneGroups } from "@/lib/zone-list";

import { fieldClasses } from "./input";

export type ZoneSelectProps = ComponentProps<"select"> & {
  value: string;
  /** When the offsets are of: clocks change. */
  at: Moment;
  /** The words of choosing none, where one may. */
  none?: string;
};

/** The system's own list: four hundred zones want its type-ahead, or a phone's wheel. */
export function ZoneSelect({ value, at, none, className, ...props }: ZoneSelectProps) {
  const mounted = useMounted();
  const hour = Math.floor(new Date(at).getTime() / 3_600_000);
  const groups = useMemo(
    () => (mounted ? zoneGroups([value, viewerZone()], hour * 3_600_000) : zoneGroups([value], 0, [])),
    [mounted, value, hour],
  );
  return (
    <select value={value} className={cn(fieldClasses, "h-9 px-2", className)} {...props}>
      {none !== undefined && <option value="">{none}</option>}
      {groups.map(({ name, zones }) => (
        <optgroup key={name} label={name ? t("common.continent", { name }) : t("common.nearZones")}>
          {zones.map(({ zone, label }) => (
            <option key={zone} value={zone}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
