import { CalendarClock, CalendarPlus, MessagesSquare, Users, type LucideIcon } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/states";
import { t, type MessageKey } from "@/lib/i18n";

import { EventCard } from "./cards";
import type { EventCards } from "./load-events";
import { YourEvents } from "./your-events";

/** The first page: what is live, what comes, and what is yours. */
export function Landing({ live, upcoming, at }: EventCards) {
  return (
    <>
      <h1 className="max-w-[720px] text-40 font-semibold text-balance max-md:text-28">
        {t("landing.title")}
      </h1>
      <p className="mt-2 max-w-[640px] text-20 font-normal text-muted max-md:text-16">{t("landing.body")}</p>
      {live.length > 0 && (
        <Section title={t("landing.live")} className="mt-9">
          <div className="flex flex-col gap-3">
            {live.map((card) => (
              <EventCard key={card.id} card={card} at={at} live />
            ))}
          </div>
        </Section>
      )}
      <YourEvents className="mt-9" />
      {upcoming.length > 0 && (
        <Section title={t("landing.upcoming")} className="mt-9">
          <div className="grid gap-3 md:grid-cols-2">
            {upcoming.map((card) => (
              <EventCard key={card.id} card={card} at={at} />
            ))}
          </div>
        </Section>
      )}
      {live.length + upcoming.length === 0 && (
        <EmptyState
          icon={CalendarPlus}
          title={t("landing.empty")}
          body={t("landing.emptyBody")}
          action={
            <Button asChild variant="accent" size="lg">
              <Link href="/host">{t("shell.host")}</Link>
            </Button>
          }
          className="mt-12 py-16"
        />
      )}
      <About />
    </>
  );
}

const parts: ReadonlyArray<{ icon: LucideIcon; title: MessageKey; body: MessageKey }> = [
  { icon: CalendarClock, title: "landing.agendaTitle", body: "landing.agendaBody" },
  { icon: MessagesSquare, title: "landing.talkTitle", body: "landing.talkBody" },
  { icon: Users, title: "landing.meetTitle", body: "landing.meetBody" },
];

/** For who comes here for the first time. */
function About() {
  return (
    <Section title={t("landing.about")} className="mt-12">
      <ul className="grid gap-x-8 gap-y-5 md:grid-cols-3">
        {parts.map(({ icon, title, body }) => (
          <li key={title}>
            <Icon icon={icon} size={20} className="text-muted" />
            <h3 className="mt-2 font-medium">{t(title)}</h3>
            <p className="mt-1 text-muted">{t(body)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
