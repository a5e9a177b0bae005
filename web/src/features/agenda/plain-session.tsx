import { StructuredData } from "@/components/frame";
import { Link } from "@/components/ui/link";
import { Markup } from "@/components/ui/markup";
import { PlainSession as PlainSessionOperation } from "@/gen/operations/plain";
import { t } from "@/lib/i18n";
import { direction } from "@/lib/locale";
import { isolated } from "@/lib/plain";
import { visitorQuery } from "@/lib/server-graphql";
import { spanLong, zoneCity } from "@/lib/time";

import { loadSession } from "./load-session";
import { sessionData } from "./metadata";
import { PlainHead } from "./plain-agenda";
import { languageNames, NotRecorded, SessionLinks, WatchLink } from "./session-more";

/** A session's page as the server draws it, for browsers without scripts. Nothing where it cannot be had. */
export async function PlainSession({ slug, id }: { slug: string; id: string }) {
  const found = await visitorQuery(PlainSessionOperation, { slug, id }).catch(() => null);
  const head = await loadSession(slug, id);
  if (!found || found.session.eventId !== found.event.id) return null;
  const { event, session } = found;
  const { timeZone: zone } = event;
  const stage = event.agenda.stages.find((one) => one.id === session.stageId)?.name;
  const city = t("common.zoneTime", { city: zoneCity(zone) });
  const when = `${spanLong(session.startsAt, session.endsAt, zone)}, ${city}`;
  return (
    <article data-plain className="mx-auto max-w-[784px] px-4 py-8">
      {head && <StructuredData data={sessionData(id, head)} />}
      <PlainHead slug={slug} name={event.name} />
      <h1 dir="auto" className="mt-4 text-28 font-semibold">
        {session.title}
      </h1>
      {session.subtitle && <p dir="auto">{session.subtitle}</p>}
      <p className="mt-2 text-muted">
        {[when, stage && isolated(stage, direction()), languageNames(session.languages)]
          .filter(Boolean)
          .join(", ")}
      </p>
      {session.doNotRecord && <NotRecorded />}
      <WatchLink url={session.videoUrl} />
      <Markup blocks={session.abstractBlocks} className="mt-3" />
      <SessionLinks links={session.links} attachments={session.attachments} />
      {session.speakers.map((speaker) => (
        <section key={speaker.id} className="mt-6">
          <h2 dir="auto" className="font-semibold">
            {speaker.name}
          </h2>
          <Markup blocks={speaker.bioBlocks} className="mt-3" />
        </section>
      ))}
      <p className="mt-7">
        <Link href={`/e/${slug}/agenda`} className="text-accent-text underline">
          {t("events.seeAgenda")}
        </Link>
      </p>
    </article>
  );
}
