import { agendaDay, type LiveAgenda, type LiveSession, type LiveSummary } from "@/features/live-event";
import { fold } from "@/lib/fold";
import { someOf } from "@/lib/intl";
import { dayKey } from "@/lib/time";

/** A session with what the agenda asks of it a thousand times, worked out once per version of the agenda. */
export type AgendaItem = {
  id: string;
  title: string;
  /** ms since 1970; a milestone ends as it starts */
  start: number;
  end: number;
  /** "2026-11-21": the day it is under, on the clock that is shown. */
  day: string;
  by: string;
  stageId: string;
  stage: string;
  trackId: string;
  track: string;
  hue: number | undefined;
  /** Lower case, without accents. */
  words: string;
};

export type AgendaFilter = {
  query: string;
  /** None chosen: all. */
  tracks: ReadonlySet<string>;
  /** Only what starts within the hour. */
  soon: boolean;
};
export const noFilter: AgendaFilter = { query: "", tracks: new Set(), soon: false };
export const isFiltered = ({ query, tracks, soon }: AgendaFilter): boolean =>
  query.trim() !== "" || tracks.size > 0 || soon;

const hour = 3_600_000;

/** In the zone that is `shown`; where that is the event's `own`, under the days its programme has. */
export function agendaItems(agenda: LiveAgenda, shown: string, own: string): AgendaItem[] {
  return Array.from(agenda.sessions.values(), (session) =>
    itemOf(agenda, session, agendaDay(session, shown, own)),
  );
}

export const isMark = ({ start, end }: Pick<AgendaItem, "start" | "end">): boolean => end === start;
/** Goes on through another day: under its first one it says when it ends. */
export const isLong = ({ start, end }: Pick<AgendaItem, "start" | "end">): boolean => end - start > 24 * hour;

function itemOf(agenda: LiveAgenda, session: LiveSession, day: string): AgendaItem {
  const track = agenda.tracks.get(session.trackId ?? "");
  const stage = agenda.stages.get(session.stageId ?? "")?.name ?? "";
  const names = session.speakerIds.flatMap((id) => agenda.speakers.get(id)?.name ?? []);
  const start = Date.parse(session.startsAt);
  return {
    id: session.id,
    title: session.title,
    start,
    end: Math.max(start, Date.parse(session.endsAt)),
    day,
    by: someOf(names),
    stageId: session.stageId ?? "",
    stage,
    trackId: track?.id ?? "",
    track: track?.name ?? "",
    hue: track?.hue,
    words: fold([session.title, session.subtitle, ...names, track?.name, stage].join(" ")),
  };
}

/** All words of the query must be in it, in any order. */
export function matches(item: AgendaItem, filter: AgendaFilter, now: number): boolean {
  if (filter.tracks.size > 0 && !filter.tracks.has(item.trackId)) return false;
  if (filter.soon && !(item.start > now && item.start <= now + hour)) return false;
  return fold(filter.query)
    .split(/\s+/u)
    .every((word) => item.words.includes(word));
}

export type AgendaDay = {
  key: string;
  /** Undefined while that is not known: not all of the day is here. */
  count: number | undefined;
  /** ms: from when its first session begins until its last one ends, but for those that fill more than a night */
  from: number;
  until: number;
};

/** The agenda's days; `count` is of those in `shown`, so that a search says where it found something. */
export function agendaDays(all: readonly AgendaItem[], shown: readonly AgendaItem[]): AgendaDay[] {
  const days = new Map<string, AgendaDay>();
  for (const item of all) {
    const day = days.get(item.day) ?? { key: item.day, count: 0, from: Infinity, until: 0 };
    if (item.end - item.start <= 12 * hour) {
      day.from = Math.min(day.from, item.start);
      day.until = Math.max(day.until, item.end);
    }
    days.set(item.day, day);
  }
  for (const item of shown) {
    const day = days.get(item.day);
    if (day?.count !== undefined) day.count += 1;
  }
  return Array.from(days.values()).sort((a, b) => (a.key < b.key ? -1 : 1));
}

type Programme = Pick<LiveSummary, "days"> & { missing: ReadonlySet<string> };

/** The days of the programme that are not here yet, on the clock that is shown; each with its own key. */
function daysToCome({ days, missing }: Programme, shown: string, own: string): AgendaDay[] {
  return days
    .filter(({ day }) => missing.has(day))
    .flatMap(({ day, sessions, startsAt, endsAt }): AgendaDay[] => {
      const [from, until] = [Date.parse(startsAt), Date.parse(endsAt)];
      if (shown === own) return [{ key: day, count: sessions, from, until }];
      return keysWithin(from, until, shown).map((key) => ({ key, count: undefined, from, until }));
    });
}

/** The agenda's days, also those that are to come; `isAll`: all sessions of a day are shown. */
export function allDays(
  here: readonly AgendaDay[],
  programme: Programme,
  { zone, own, isAll }: { zone: string; own: string; isAll: boolean },
): AgendaDay[] {
  const days = new Map(here.map((day) => [day.key, day]));
  for (const day of daysToCome(programme, zone, own)) {
    const known = days.get(day.key);
    days.set(day.key, {
      key: day.key,
      count: isAll ? day.count : undefined,
      from: Math.min(known?.from ?? Infinity, day.from),
      until: Math.max(known?.until ?? 0, day.until),
    });
  }
  return Array.from(days.values()).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Which days of the programme have sessions under a day of the clock that is shown. */
export const programmeDays = (
  programme: LiveSummary["days"],
  key: string,
  shown: string,
  own: string,
): string[] =>
  programme
    .filter(({ day, startsAt, endsAt }) =>
      shown === own ? day === key : keysWithin(Date.parse(startsAt), Date.parse(endsAt), shown).includes(key),
    )
    .map(({ day }) => day);

function keysWithin(from: number, until: number, zone: string): string[] {
  const keys = new Set<string>();
  // Half days: no change of the clock makes one jump over a day.
  for (let at = from; at < until && keys.size < 62; at += 12 * hour) keys.add(dayKey(at, zone));
  return Array.from(keys.add(dayKey(Math.max(from, until - 1), zone)));
}

/**
 * Yesterday while it goes on after midnight and nothing of today has begun; today if it has an agenda, else the next day
 * that has, else the last.
 */
export function dayToShow(days: readonly AgendaDay[], now: number, zone: string): string {
  const today = dayKey(now, zone);
  const begun = days.some(({ key, from }) => key === today && from <= now);
  const shown = days.find((day) => day.key >= today || (!begun && now < day.until));
  return (shown ?? days.at(-1))?.key ?? "";
}

/** A moment to name a day by, in UTC: "2026-11-21" is Saturday wherever. */
export const noonOf = (key: string): string => `${key}T12:00:00Z`;

/** Which starred sessions overlap another starred one, each with the first that it clashes with. */
export function clashes(items: readonly AgendaItem[], stars: ReadonlySet<string>): Map<string, AgendaItem> {
  const mine = items.filter((item) => stars.has(item.id) && !isMark(item)).sort((a, b) => a.start - b.start);
  const found = new Map<string, AgendaItem>();
  mine.forEach((item, i) => {
    for (const other of mine.slice(i + 1)) {
      if (other.start >= item.end) break;
      if (!found.has(item.id)) found.set(item.id, other);
      if (!found.has(other.id)) found.set(other.id, item);
    }
  });
  return found;
}

export type AgendaGroup = {
  key: string;
  /** ms; null for what is on now */ at: number | null;
  items: AgendaItem[];
};

/** The list's groups: what is over, what is on, and what comes by its start. Items are in order of start. */
export function agendaGroups(
  items: readonly AgendaItem[],
  now: number,
): { past: AgendaGroup[]; now: AgendaGroup | null; later: AgendaGroup[] } {
  const byStart = (some: readonly AgendaItem[]) => {
    const groups = new Map<number, AgendaItem[]>();
    for (const item of some) {
      const group = groups.get(item.start);
      if (group) group.push(item);
      else groups.set(item.start, [item]);
    }
    return Array.from(groups, ([at, group]) => ({ key: String(at), at, items: group }));
  };
  const on = items.filter((item) => item.start <= now && item.end > now);
  return {
    past: byStart(items.filter((item) => item.end <= now)),
    now: on.length ? { key: "now", at: null, items: on } : null,
    later: byStart(items.filter((item) => item.start > now)),
  };
}
