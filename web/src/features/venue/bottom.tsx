"use client";

import { CalendarDays, Ellipsis, House, MessageSquare, Users, type LucideIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { CountPill } from "@/components/ui/count-pill";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import type { VenueCounts, VenueEvent } from "./types";

type BottomProps = {
  event: VenueEvent;
  counts?: VenueCounts;
  open: { panel?: () => void; more: () => void };
};

/** A phone's navigation: 64 px at the foot. Chat opens the panel as a sheet; More opens the rail. */
export function VenueBottom({ event, counts, open }: BottomProps) {
  const t = useT();
  const path = usePathname();
  const link = (to: string, icon: LucideIcon, label: string) => (
    <Link
      href={event.base + to}
      aria-current={path === event.base + to ? "page" : undefined}
      className={cell}
    >
      <Face icon={icon}>{label}</Face>
    </Link>
  );
  const waiting = (counts?.matches ?? 0) + (counts?.messages ?? 0);
  return (
    <nav
      aria-label={t("shell.venue")}
      className="grid h-16 shrink-0 auto-cols-fr grid-flow-col border-t border-border pb-2 md:hidden"
    >
      {link("/lobby", House, t("shell.lobby"))}
      {link("/agenda", CalendarDays, t("shell.agenda"))}
      {open.panel && (
        <button type="button" className={cell} onClick={open.panel}>
          <Face icon={MessageSquare} count={counts?.chat}>
            {t("shell.chat")}
          </Face>
        </button>
      )}
      {link("/people", Users, t("shell.people"))}
      <button type="button" className={cell} onClick={open.more}>
        <Face icon={Ellipsis} count={waiting}>
          {t("shell.more")}
        </Face>
      </button>
    </nav>
  );
}

const cell =
  "text-12 text-muted aria-[current]:font-medium aria-[current]:text-foreground focus-visible:-outline-offset-2";

function Face({ icon, count = 0, children }: { icon: LucideIcon; count?: number; children: ReactNode }) {
  const t = useT();
  return (
    <span className={cn("relative flex h-full flex-col items-center justify-center gap-0.5")}>
      <Icon icon={icon} size={20} />
      {children}
      <CountPill
        count={count}
        className="absolute inset-s-[calc(50%+6px)] top-[3px] ring-2 ring-background"
      />
      {count > 0 && <span className="sr-only">, {t("shell.unread", { count })}</span>}
    </span>
  );
}
