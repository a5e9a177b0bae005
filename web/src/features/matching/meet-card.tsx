"use client";

import { Blend, DoorOpen, Handshake, HandHelping, Languages, Star, type LucideIcon } from "lucide-react";
import { useParams } from "next/navigation";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { usePresenceOf } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { reasonText, type MeetCard as Card, type MeetPerson, type Reason } from "./matches-state";
import { MeetActions } from "./meet-actions";

const icons: Record<Reason["kind"], LucideIcon> = {
  offer: Handshake,
  need: HandHelping,
  shared: Blend,
  session: Star,
  language: Languages,
};

/** Where people of the venue that this page belongs to are found: "/e/polder-2026/people/<id>". */
export function usePersonPath(): (personId: string) => string {
  const { slug } = useParams<{ slug?: string }>();
  return (personId) => `/e/${slug ?? ""}/people/${personId}`;
}

/** Face, name, line and place. The whole is a link to the person. */
export function MeetFace({ person, size, place }: { person: MeetPerson; size: number; place?: boolean }) {
  const t = useT();
  const path = usePersonPath();
  const here = usePresenceOf(person.id);
  const line = place ? person.headline : [person.headline, person.location].filter(Boolean).join(", ");
  return (
    <div className="flex items-center gap-3">
      <Avatar id={person.id} name={person.name} size={size} presence={here} decorative />
      <div className="min-w-0 flex-1">
        <h3 dir="auto" className="truncate text-16 leading-[22px] font-semibold">
          <Link href={path(person.id)} className="rounded-control hover:underline">
            {person.name}
          </Link>
        </h3>
        {line && (
          <p dir="auto" className="truncate text-13 text-muted" title={line}>
            {line}
          </p>
        )}
        {place && (here || person.location) && (
          <p dir="auto" className="mt-0.5 truncate text-12 text-muted">
            {here && <span className="text-present-text">{t("matches.hereNow")}</span>}
            {here && person.location && ", "}
            {person.location}
          </p>
        )}
      </div>
    </div>
  );
}

/** The lobby's card: a face, up to three lines of why, Meet and Not now. */
export function SmallMeetCard({
  eventId,
  card,
  className,
}: {
  eventId: string;
  card: Card;
  className?: string;
}) {
  return (
    <article data-card className={cn("flex flex-col rounded-card bg-surface p-4 hairline", className)}>
      <MeetFace person={card.person} size={48} />
      <p className="mt-3 line-clamp-3 text-13">
        {card.picked ? asSentences(card.reasons) : <OpenToMeetToo id={card.person.id} />}
      </p>
      <MeetActions eventId={eventId} person={card.person} answer={card.answer} className="mt-auto pt-4" />
    </article>
  );
}

/** Why somebody is shown who was not picked, and no more than is true. */
function OpenToMeetToo({ id }: { id: string }) {
  const t = useT();
  return t(usePresenceOf(id) ? "matches.hereAndOpen" : "matches.openToo");
}

/** Reasons come without a full stop, as for a list. */
const asSentences = (reasons: readonly Reason[]) =>
  reasons
    .map((reason) => reasonText(reason))
    .map((text) => (/[.!?…]$/u.test(text) ? text : `${text}.`))
    .join(" ");

/** The card of the matches page: "Why you two" with an icon for each reason. */
export function LargeMeetCard({ eventId, card }: { eventId: string; card: Card }) {
  const t = useT();
  return (
    <article
      data-card
      className={cn("flex flex-col rounded-card bg-surface p-4 hairline", card.picked && "min-h-64")}
    >
      <MeetFace person={card.person} size={56} place />
      {card.picked ? (
        <>
          <h4 className="mt-4 mb-1 text-12 font-medium text-muted">{t("matches.why")}</h4>
          <Reasons reasons={card.reasons} />
        </>
      ) : (
        <p className="mt-4 flex gap-2 text-13">
          <Icon icon={DoorOpen} className="mt-0.5 text-muted" />
          {t("matches.openHere")}
        </p>
      )}
      <MeetActions eventId={eventId} person={card.person} answer={card.answer} className="mt-auto pt-4" />
    </article>
  );
}

export function Reasons({ reasons, className }: { reasons: readonly Reason[]; className?: string }) {
  return (
    <ul className={cn("flex flex-col gap-0.5 text-13", className)}>
      {reasons.map((reason) => (
        <li key={reason.kind + reason.text} className="flex gap-2">
          <Icon icon={icons[reason.kind]} className="mt-0.5 text-muted" />
          <span className="min-w-0">{reasonText(reason)}</span>
        </li>
      ))}
    </ul>
  );
}
