import { byName } from "./intl";
import { locale } from "./locale";
import { offsetName, renamedZones, zoneCity, type Moment } from "./time";

export type ZoneChoice = { zone: string; /** "Lisbon, UTC+00:00" */ label: string };
export type ZoneGroup = { /** "Europe"; empty for those put first */ name: string; zones: ZoneChoice[] };

const continents = new Set([
  "Africa",
  "America",
  "Antarctica",
  "Arctic",
  "Asia",
  "Atlantic",
  "Australia",
  "Europe",
  "Indian",
  "Pacific",
]);

/** The zones of places by their names of today (none of "EST5EDT", "US/Pacific", "Etc/GMT-1"), each with the name known. */
function placesOf(known: readonly string[]): Map<string, string> {
  const places = known.filter((zone) => continents.has(zone.slice(0, zone.indexOf("/"))));
  return new Map(places.map((zone) => [renamedZones[zone] ?? zone, zone]));
}

/**
 * Every zone to choose from, by continent and then by the place, which is what type-ahead looks for; each with its
 * offset at `at`. Those `first` (an event's own, which this browser may not know; the viewer's) and UTC stand on top.
 */
export function zoneGroups(
  first: readonly string[],
  at: Moment,
  known: readonly string[] = Intl.supportedValuesOf("timeZone"),
): ZoneGroup[] {
  const top = Array.from(new Set([...first.filter(Boolean), "UTC"]));
  const groups = new Map<string, ZoneChoice[]>();
  for (const [zone, via] of placesOf(known)) {
    if (top.includes(zone)) continue;
    const name = zone.slice(0, zone.indexOf("/"));
    const group = groups.get(name) ?? [];
    group.push({ zone, label: labelOf(zone, at, via) });
    groups.set(name, group);
  }
  const sorted = Array.from(groups, ([name, zones]) => ({
    name,
    zones: zones.sort((a, b) => byName(a.label, b.label)),
  })).sort((a, b) => byName(a.name, b.name));
  return [
    {
      name: "",
      zones: top.map((zone) => ({ zone, label: isKnown(zone) ? labelOf(zone, at) : zoneCity(zone) })),
    },
    ...sorted,
  ];
}

const labelOf = (zone: string, at: Moment, via = zone): string =>
  zone === "UTC" ? zone : `${zoneCity(zone)}, ${offsetName(at, via, true)}`;

/** Whether this browser has clocks of the zone. */
function isKnown(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat(locale(), { timeZone: zone }));
  } catch {
    return false;
  }
}
