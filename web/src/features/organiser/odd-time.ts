import { t } from "@/lib/i18n";
import { zoneCity } from "@/lib/time";

import { oddTime } from "./zone-time";

/** The sentence under a field whose time clocks there jump over or show twice; empty for every other time. */
export function oddTimeWords(local: string, zone: string, saved?: string): string {
  const odd = oddTime(local, zone, saved);
  if (!odd) return "";
  return t(odd.kind === "skipped" ? "organiser.timeSkipped" : "organiser.timeTwice", {
    ...odd,
    city: zoneCity(zone),
  });
}
