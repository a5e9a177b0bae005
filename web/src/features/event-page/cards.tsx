"use client";

import { CalendarDays, MapPin, Presentation, Users, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { AgendaCover } from "./cover";
import { EventDates } from "./dates";
import type { EventCardView } from "./load-events";

type CardProps = { card: EventCardView; /** ms */ at: number; live?: boolean };

/** An event on the first page; the whole card leads to its page. */
export function EventCard({ card, at, live }: CardProps) {
  const t = useT();
  const places = card.capacity === null ? null : card.capacity - card.registeredCount;
  return (
    <Card asChild interactive padded={false} className="relative flex flex-col overflow-hidden">
      <article>
        <div className={cn("flex flex-1 flex-col", live ? "p-6 max-md:p-4" : "p-5 max-md:p-4")}>
          <div className="flex items-center gap-2">
            {live ? (
              <Badge tone="live" dot>
                {t("events.liveNow")}
              </Badge>
            ) : (
              <Badge>{t("events.kind", { kind: card.kind })}</Badge>
            )}
            {places !== null && places <= 0 && <Badge tone="warn">{t("events.full")}</Badge>}
          </div>
          <h3 dir="auto" className={cn("mt-3 font-semibold", live ? "text-28 max-md:text-20" : "text-20")}>
            <Link href={`/e/${card.slug}`} className="rounded-control after:absolute after:inset-0">
              {card.name}
            </Link>
          </h3>
          {card.tagline && (
            <p dir="auto" className={cn("mt-0.5 text-muted", live && "text-16")}>
              {card.tagline}
            </p>
          )}
          <ul className={cn("flex flex-wrap gap-x-6 gap-y-1.5 pt-4 text-13 text-muted", !live && "mt-auto")}>
            <Fact icon={CalendarDays}>
              <EventDates startsAt={card.startsAt} endsAt={card.endsAt} zone={card.timeZone} />
            </Fact>
            {card.location && <Place name={card.location} />}
            {card.sessions > 0 && (
              <Fact icon={Presentation}>
                {live && card.onNow > 0
                  ? t("events.onNowCount", { count: card.onNow })
                  : t("events.sessionCount", { count: card.sessions })}
              </Fact>
            )}
            {card.registeredCount > 0 && (
              <Fact icon={Users}>{t("events.registeredCount", { count: card.registeredCount })}</Fact>
            )}
          </ul>
          {card.cover && (
            <AgendaCover
              cover={card.cover}
              zone={card.timeZone}
              at={at}
              most={live ? 136 : 40}
              axis={live}
              className="mt-5"
            />
          )}
        </div>
      </article>
    </Card>
  );
}

const Place = ({ name }: { name: string }) => (
  <Fact icon={MapPin}>
    <bdi>{name}</bdi>
  </Fact>
);

export function Fact({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <Icon icon={icon} className="text-muted" />
      <span className="clip-marks">{children}</span>
    </li>
  );
}
