"use client";

import { Mail, Video } from "lucide-react";

import { Avatar, AvatarStack } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { usePresenceOf } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";

import type { ContactActions } from "./match-celebration";
import { firstName, reasonText, type MutualCard } from "./matches-state";
import { MeetFace, usePersonPath } from "./meet-card";

/** Both said yes: the two faces, why, and the only filled button of the page. */
export function MutualStrip({
  card,
  className,
  ...contact
}: ContactActions & { card: MutualCard; className?: string }) {
  const t = useT();
  const me = useUser();
  const path = usePersonPath();
  const { person } = card;
  const here = usePresenceOf(person.id);
  const name = firstName(person.name);
  const [why] = card.reasons;
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-4 rounded-card bg-accent-soft py-4 ps-5 pe-4 [--ring:var(--accent-soft)]",
        className,
      )}
    >
      <AvatarStack label={t("matches.bothYes", { name })}>
        {me && <Avatar id={me.id} name={me.name} size={48} decorative />}
        <Avatar id={person.id} name={person.name} size={48} presence={here} decorative />
      </AvatarStack>
      <div className="min-w-44 flex-1">
        <h2 className="clip-marks text-16 font-semibold">
          <Link href={path(person.id)} className="rounded-control hover:underline">
            {t("matches.bothYes", { name })}
          </Link>
        </h2>
        <p className="line-clamp-2 text-13">{why ? reasonText(why) : t("matches.bothYesPlain")}</p>
      </div>
      <ReachButtons person={person} filled {...contact} />
    </div>
  );
}

/** One of all who said yes too. */
export function MutualRow({ card, ...contact }: ContactActions & { card: MutualCard }) {
  const t = useT();
  const [why] = card.reasons;
  return (
    <article className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-card bg-surface p-4 hairline [--ring:var(--surface)]">
      <div className="min-w-56 flex-1">
        <MeetFace person={card.person} size={48} />
      </div>
      <div className="min-w-56 flex-1 text-13">
        {why && <p className="line-clamp-2">{reasonText(why)}</p>}
        <p className="text-12 text-muted">
          {t("matches.mutual")}, <Time at={card.matchedAt} format="relative" className="tabular-nums" />
        </p>
      </div>
      <ReachButtons person={card.person} {...contact} />
    </article>
  );
}

function ReachButtons({
  person,
  filled,
  onMessage,
  onCall,
}: ContactActions & { person: MutualCard["person"]; filled?: boolean }) {
  const t = useT();
  const name = firstName(person.name);
  return (
    <div className="flex gap-2 max-sm:w-full max-sm:*:flex-1">
      <Button
        variant="outline"
        aria-label={t("matches.messageWho", { name: person.name })}
        onClick={() => onMessage(person.id)}
      >
        <Icon icon={Mail} />
        {t("matches.message")}
      </Button>
      {onCall && (
        <Button variant={filled ? "accent" : "neutral"} onClick={() => onCall(person.id)}>
          <Icon icon={Video} />
          <span className="clip-marks">{t("matches.callWho", { name })}</span>
        </Button>
      )}
    </div>
  );
}
