"use client";

import { Star } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import type { LiveSession } from "./live-agenda";
import type { LiveState } from "./live-state";
import { useAgendaStar, useCanStar, useWaitingStars, WaitingMark } from "./star-toggle";

type StarButtonProps = {
  state: LiveState;
  session: LiveSession;
  small?: boolean;
  /** With its word, for the session's own page. */
  wide?: boolean;
};

/** Stars or unstars at once. */
export function StarButton({ state, session, small, wide }: StarButtonProps) {
  const t = useT();
  const star = useAgendaStar();
  const on = state.stars.has(session.id);
  const waits = useWaitingStars().has(session.id);
  const said = waits ? t("venue.starWaits") : undefined;
  const press = () => star(session.id);
  const disabled = !useCanStar();
  const icon = <Icon icon={Star} filled={on} className={cn(on && "text-accent-text")} />;
  if (wide)
    return (
      <Button
        variant="outline"
        aria-pressed={on}
        aria-description={said}
        disabled={disabled}
        onClick={press}
        className="disabled:opacity-100"
      >
        {icon}
        {t(on ? "venue.starredShort" : "venue.star")}
        {waits && <WaitingMark />}
      </Button>
    );
  return (
    <Tooltip text={t(on ? "venue.unstar" : "venue.star")}>
      <Button
        variant="ghost"
        size={small ? "icon-sm" : "icon"}
        aria-pressed={on}
        disabled={disabled}
        className="disabled:opacity-100 aria-pressed:bg-transparent aria-pressed:hover:bg-hover"
        aria-label={t("events.starOne", { title: session.title })}
        aria-description={said}
        onClick={press}
      >
        <span className="relative">
          {icon}
          {waits && <WaitingMark className="absolute -inset-e-1.5 -bottom-1" />}
        </span>
      </Button>
    </Tooltip>
  );
}
