import Link from "next/link";

import { PlainAgendaDocument, type PlainAgendaQuery } from "@/gen/graphql";
import { t } from "@/lib/i18n";
import { visitorQuery } from "@/lib/server-graphql";
import { clock, dayKey, dayLong, zoneCity } from "@/lib/time";

type Event = PlainAgendaQuery["event"];
export type PlainAgendaProps = { slug: string; /** "2026-11-21", or today, or the first. */ day?: string };

/** One day of the agenda as the server draws it, for browsers without scripts. Nothing where it cannot be had. */
export async function PlainAgenda({ slug, day }: PlainAgendaProps) {
  const found = await visitorQuery(PlainAgendaDocument, { slug }).catch(() => null);
  if (!found) return null;
  const { event } = found;
  const days = daysOf(event);
  const today = dayKey(Date.now(), event.timeZone);
  const shown = [day, today].find((one) => one !== undefined && days.has(one)) ?? [...days.keys()][0];
  return (
    <div className="mx-auto max-w-[784px] px-4 py-8">
      <PlainHead slug={slug} name={event.name} />
      <h1 className="mt-4 text-28 font-semibold">{t("shell.agenda")}</h1>
      <p className="mt-1 text-13 text-muted">{t("events.eventTime", { city: zoneCity(event.timeZone) })}</p>
      {days.size > 1 && (
        <nav aria-label={t("events.days")} className="mt-4 flex flex-wrap gap-x-4 gap-y-2">
          {Array.from(days, ([key, sessions]) => (
            <a
              key={key}
              href={`?day=${key}`}
              aria-current={key === shown ? "page" : undefined}
              className={linked}
            >
              {dayLong(sessions[0]?.startsAt ?? key, event.timeZone)}
            </a>
          ))}
        </nav>
      )}
      {days.size === 0 && <p className="mt-6">{t("events.noAgenda")}</p>}
      <Day event={event} sessions={days.get(shown ?? "") ?? []} base={`/e/${slug}`} />
    </div>
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

function daysOf({ agenda, timeZone }: Event): Map<string, Event["agenda"]["sessions"]> {
  const days = new Map<string, Event["agenda"]["sessions"]>();
  const sorted = [...agenda.sessions].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  for (const session of sorted) {
    const key = dayKey(session.startsAt, timeZone);
    days.set(key, [...(days.get(key) ?? []), session]);
  }
  return days;
}

type DayProps = { event: Event; sessions: Event["agenda"]["sessions"]; base: string };

/** As small as it can be: this is sent with the page to everybody, and few need it. */
function Day({ event: { agenda, timeZone }, sessions, base }: DayProps) {
  const stages = new Map(agenda.stages.map((stage) => [stage.id, stage.name]));
  return (
    <ul className="mt-5 space-y-3 [&_a]:text-accent-text [&_a]:underline">
      {sessions.map(({ id, title, startsAt, stageId }) => (
        <li key={id}>
          {clock(startsAt, timeZone)}{" "}
          <a href={`${base}/sessions/${id}`}>
            <bdi>{title}</bdi>
          </a>{" "}
          {stages.get(stageId ?? "")}
        </li>
      ))}
    </ul>
  );
}
