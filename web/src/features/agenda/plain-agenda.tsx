import { StructuredData } from "@/components/frame";
import { Link } from "@/components/ui/link";
import { agendaDay } from "@/features/live-event";
import type { PlainAgendaQuery } from "@/gen/graphql";
import { PlainAgenda as PlainAgendaOperation } from "@/gen/operations/plain";
import { t } from "@/lib/i18n";
import { serverQuery } from "@/lib/server-graphql";
import { clock, dayAndClock, dayKey, dayLong, zoneCity } from "@/lib/time";

import { agendaData } from "./metadata";
import { noonOf } from "./model";
import { scheduleFiles } from "./schedule-files";

type Event = PlainAgendaQuery["event"];
export type PlainAgendaProps = {
  slug: string;
  /** "2026-11-21"; today or the first for anything else. */
  day?: string;
  /** Which part of a long day, from 1. */
  part?: string;
};

/** Sessions in one part of a day: the page that everybody is sent stays small, and the rest is a link away. */
const mostAtOnce = 100;
const kept = new Map<string, { at: number; event: Event }>();
const mostKept = 32;
const holds = 20_000;

/** What everybody may see of it, asked for once in a while; null where it cannot be had. */
async function eventFor(slug: string): Promise<Event | null> {
  const known = kept.get(slug);
  if (known && known.at > Date.now() - holds) return known.event;
  const found = await serverQuery(PlainAgendaOperation, { slug }).catch(() => null);
  if (!found) return null;
  if (kept.size >= mostKept) kept.clear();
  kept.set(slug, { at: Date.now(), event: found.event });
  return found.event;
}

/** The agenda, a day at a time, as the server draws it for nobody without scripts. Nothing where it cannot be had. */
export async function PlainAgenda({ slug, day, part = "1" }: PlainAgendaProps) {
  const event = await eventFor(slug);
  if (!event) return null;
  const days = daysOf(event);
  const shown =
    [day, todayIn(event)].find((one) => one !== undefined && days.has(one)) ?? [...days.keys()][0] ?? "";
  const sessions = days.get(shown) ?? [];
  const parts = Math.ceil(sessions.length / mostAtOnce);
  const now = Math.min(Math.max(1, Math.floor(Number(part)) || 1), Math.max(1, parts));
  const first = (now - 1) * mostAtOnce;
  const listed = sessions.slice(first, first + mostAtOnce);
  return (
    <div data-plain className="mx-auto max-w-[784px] px-4 py-8">
      <StructuredData data={agendaData(event, listed)} />
      <PlainHead slug={slug} name={event.name} />
      <h1 className="mt-4 text-28 font-semibold">{t("shell.agenda")}</h1>
      <p className="mt-1 text-13 text-muted">{t("events.eventTime", { city: zoneCity(event.timeZone) })}</p>
      {days.size > 1 && (
        <nav aria-label={t("events.days")} className="mt-4 flex flex-wrap gap-x-4 gap-y-2">
          {Array.from(days.keys(), (key) => (
            <a
              key={key}
              href={`?day=${key}`}
              aria-current={key === shown ? "page" : undefined}
              className={linked}
            >
              {dayLong(noonOf(key), "UTC")}
            </a>
          ))}
        </nav>
      )}
      {days.size === 0 && <p className="mt-6">{t("events.noAgenda")}</p>}
      {shown && <h2 className="mt-6 font-semibold">{dayLong(noonOf(shown), "UTC")}</h2>}
      <Day event={event} day={shown} sessions={listed} base={`/e/${slug}`} />
      {parts > 1 && (
        <nav aria-label={t("events.times")} className="mt-6 flex flex-wrap gap-x-4 gap-y-2 tabular-nums">
          {Array.from({ length: parts }, (_, i) => (
            <a
              key={i}
              href={`?day=${shown}&part=${i + 1}`}
              aria-current={i + 1 === now ? "page" : undefined}
              className={linked}
            >
              {clock(sessions[i * mostAtOnce]?.startsAt ?? 0, event.timeZone)}
            </a>
          ))}
        </nav>
      )}
      {days.size > 0 && <PlainFiles slug={slug} />}
    </div>
  );
}

/** The agenda for other programs. */
function PlainFiles({ slug }: { slug: string }) {
  const files = scheduleFiles(slug);
  return (
    <p className="mt-8 flex flex-wrap gap-x-4 gap-y-2">
      <a href={files.calendar} className={linked}>
        {t("events.exportCalendar")}
      </a>
      <a href={files.xml} className={linked}>
        {t("events.exportXml")}
      </a>
      <a href={files.json} className={linked}>
        {t("events.exportJson")}
      </a>
    </p>
  );
}

const linked = "text-accent-text underline aria-[current]:font-semibold aria-[current]:no-underline";

/** Where the reader is, and how to go on without scripts. */
export function PlainHead({ slug, name }: { slug: string; name: string }) {
  return (
    <p>
      <Link href={`/e/${slug}`} className={linked}>
        <bdi>{name}</bdi>
      </Link>
    </p>
  );
}

const todayIn = ({ timeZone }: Event) => dayKey(Date.now(), timeZone);

function daysOf({ agenda, timeZone }: Event): Map<string, Event["agenda"]["sessions"]> {
  const days = new Map<string, Event["agenda"]["sessions"][number][]>();
  const sorted = [...agenda.sessions].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  for (const session of sorted) {
    const key = agendaDay(session, timeZone, timeZone);
    const there = days.get(key);
    if (there) there.push(session);
    else days.set(key, [session]);
  }
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type DayProps = { event: Event; day: string; sessions: Event["agenda"]["sessions"]; base: string };

/** Few elements: this is sent to everybody, and few need it. */
function Day({ event: { agenda, timeZone }, day, sessions, base }: DayProps) {
  const stages = new Map(agenda.stages.map((stage) => [stage.id, stage.name]));
  return (
    <ul className="mt-5 space-y-3 [&_a]:text-accent-text [&_a]:underline">
      {sessions.map(({ id, title, startsAt, stageId }) => (
        <li key={id}>
          {dayKey(startsAt, timeZone) === day ? clock(startsAt, timeZone) : dayAndClock(startsAt, timeZone)}{" "}
          <a href={`${base}/sessions/${id}`}>
            <bdi>{title}</bdi>
          </a>{" "}
          <bdi>{stages.get(stageId ?? "")}</bdi>
        </li>
      ))}
    </ul>
  );
}
