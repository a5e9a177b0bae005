"use client";

import { CalendarDays, Settings2, Ticket } from "lucide-react";

import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { organises, useLiveState } from "@/features/live-event";
import { useT } from "@/lib/i18n";

/** Under the event's name: its public page, its organiser's page, and the way out. */
export function VenueMenu({ base }: { base: string }) {
  const t = useT();
  const { membership } = useLiveState();
  return (
    <>
      <DropdownMenuItem asChild>
        <Link href={base}>
          <Icon icon={Ticket} />
          {t("venue.goEventPage")}
        </Link>
      </DropdownMenuItem>
      {organises(membership) && (
        <DropdownMenuItem asChild>
          <Link href={`${base}/manage`}>
            <Icon icon={Settings2} />
            {t("venue.manage")}
          </Link>
        </DropdownMenuItem>
      )}
      <DropdownMenuItem asChild>
        <Link href="/">
          <Icon icon={CalendarDays} />
          {t("venue.goOutside")}
        </Link>
      </DropdownMenuItem>
    </>
  );
}
