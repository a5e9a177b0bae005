"use client";

import {
  AtSign,
  CalendarClock,
  CalendarSync,
  Handshake,
  Mail,
  Megaphone,
  Phone,
  UserRoundPlus,
  type LucideIcon,
} from "lucide-react";
import { usePathname } from "next/navigation";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { TeamBadge } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useShownZone } from "@/lib/whose-clock";

import { linkOf, wordsOf, zoneOf } from "./notification-view";
import type { Notification } from "./notifications-state";

const icons: Record<Notification["kind"], LucideIcon> = {
  match: Handshake,
  direct: Mail,
  mention: AtSign,
  session_soon: CalendarClock,
  session_moved: CalendarSync,
  event_status: Megaphone,
  call: Phone,
  invitation: UserRoundPlus,
};

type RowProps = {
  notification: Notification;
  actor: string | undefined;
  read: boolean;
  onOpen: () => void;
  className?: string;
};

/** One notification: who, what, when. A press reads it and goes there. */
export function NotificationRow({ notification, actor, read, onOpen, className }: RowProps) {
  const t = useT();
  const path = usePathname();
  const shown = useShownZone(zoneOf(notification));
  const now = useNow() ?? Infinity; // not known while hydrating: past
  const { title, body } = wordsOf(notification, actor, shown, now);
  return (
    <Link
      href={linkOf(notification, path)}
      onClick={onOpen}
      className={cn(
        "flex gap-3 rounded-control px-3 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2",
        className,
      )}
    >
      <NotificationFace notification={notification} actor={actor} />
      <span className="min-w-0 flex-1">
        <span className={cn("block clip-marks text-13", read ? "text-muted" : "font-medium")}>
          {title} {notification.actorInTeam && <TeamBadge />}
        </span>
        {body && (
          <span dir="auto" className="block truncate text-13 text-muted">
            {body}
          </span>
        )}
        <Time
          at={notification.createdAt}
          format="relative"
          className="block text-12 text-muted tabular-nums"
        />
      </span>
      {!read && (
        <span
          className="mt-1.5 size-2 shrink-0 rounded-full bg-accent"
          role="img"
          aria-label={t("notifications.new")}
        />
      )}
    </Link>
  );
}

/** The actor's face with the kind on it, or the kind alone. */
export function NotificationFace({
  notification,
  actor,
}: {
  notification: Notification;
  actor: string | undefined;
}) {
  const glyph = icons[notification.kind];
  if (!notification.actorId)
    return (
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-sunken text-muted">
        <Icon icon={glyph} />
      </span>
    );
  return (
    <span className="relative size-9 shrink-0">
      <Avatar id={notification.actorId} name={actor ?? ""} size={36} decorative />
      <span className="absolute -inset-e-1 -bottom-1 grid size-[18px] place-items-center rounded-full bg-raised text-muted outline outline-border">
        <Icon icon={glyph} size={12} />
      </span>
    </span>
  );
}
