"use client";

import { MessageSquare } from "lucide-react";
import type { ReactNode } from "react";

import { AvatarMenu, commandKey, EventMark, SearchButton, type OpenPanel } from "@/components/frame";
import { Badge, Dot } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CountPill } from "@/components/ui/count-pill";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { useMounted, useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { numberText } from "@/lib/intl";
import { useSession } from "@/lib/session";
import { clock, dayAndClock, dayShort, zoneCity } from "@/lib/time";
import { cityShown, useShownZone } from "@/lib/whose-clock";

import type { VenueEvent } from "./types";

type VenueTopProps = {
  event: VenueEvent;
  bell?: ReactNode;
  openPanel?: OpenPanel;
  chatCount?: number;
};

/** The bar over the page, 52 px. On a phone it carries the event's name instead of the rail. */
export function VenueTop({ event, bell, openPanel, chatCount = 0 }: VenueTopProps) {
  const t = useT();
  const session = useSession();
  const mounted = useMounted();
  return (
    <header className="flex h-13 shrink-0 items-center gap-4 border-b border-border ps-4 pe-2 [--ring:var(--background)] md:ps-6 md:pe-4">
      <PhoneTitle event={event} />
      <div className="flex shrink-0 items-center gap-3 max-md:hidden">
        {event.live && (
          <Badge tone="live" dot>
            {t("shell.live")}
          </Badge>
        )}
        {event.here !== null && <Here count={event.here} />}
      </div>
      <div className="min-w-0 flex-1 max-md:hidden" />
      <SearchButton
        label={t("shell.searchInside")}
        keys={mounted ? commandKey() : undefined}
        className="w-80 shrink"
      />
      <div className="min-w-0 flex-1 max-md:hidden" />
      <ShownClock zone={event.zone} />
      <div className="flex items-center gap-1 max-md:-ms-4">
        {openPanel && (
          <Tooltip text={t("shell.openPanel")}>
            <Button
              variant="ghost"
              size="icon"
              aria-label={
                chatCount
                  ? `${t("shell.openPanel")}, ${t("shell.unread", { count: chatCount })}`
                  : t("shell.openPanel")
              }
              onClick={openPanel.onOpen}
              className={cn("relative", openPanel.className)}
            >
              <Icon icon={MessageSquare} size={20} />
              <CountPill
                count={chatCount}
                className="absolute -inset-e-0.5 -top-0.5 ring-2 ring-background"
              />
            </Button>
          </Tooltip>
        )}
        {bell}
      </div>
      {session.status === "in" && (
        <div className="flex max-md:hidden">
          <AvatarMenu user={session.user} />
        </div>
      )}
    </header>
  );
}

function PhoneTitle({ event }: { event: VenueEvent }) {
  const t = useT();
  return (
    <Link href={event.base} className="flex min-w-0 flex-1 items-center gap-2.5 rounded-control md:hidden">
      <EventMark />
      <span className="min-w-0">
        <span dir="auto" className="block truncate leading-[18px] font-semibold">
          {event.name}
        </span>
        <span className="flex items-center gap-1.5 text-12 text-muted tabular-nums">
          {event.live && <Dot tone="live" />}
          <span className="truncate">
            {event.live && event.here !== null ? t("shell.liveHere", { count: event.here }) : event.subtitle}
          </span>
        </span>
      </span>
    </Link>
  );
}

function Here({ count }: { count: number }) {
  const t = useT();
  return (
    <span className="text-13 whitespace-nowrap text-muted">
      <span className="font-medium text-foreground tabular-nums">{numberText(count)}</span>{" "}
      <span className="max-lg:hidden">{t(count === 1 ? "shell.hereOne" : "shell.hereNow")}</span>
      <span className="lg:hidden">{t("common.here")}</span>
    </span>
  );
}

/** "Sat 21 Nov 14:22 Lisbon", whosever clock was chosen, with the event's own one hover away. */
function ShownClock({ zone: own }: { zone: string }) {
  const t = useT();
  const now = useNow();
  const shown = useShownZone(own);
  if (!now) return <span className="w-24 max-lg:hidden" />;
  const theirs = t("common.inZone", { time: dayAndClock(now, own), city: zoneCity(own) });
  return (
    <span title={theirs} className="text-13 whitespace-nowrap text-muted tabular-nums max-lg:hidden">
      <span className="max-xl:hidden">{dayShort(now, shown.zone)} </span>
      <span className="font-medium text-foreground">{clock(now, shown.zone)}</span>{" "}
      <bdi>{cityShown(shown, [now])}</bdi>
    </span>
  );
}
