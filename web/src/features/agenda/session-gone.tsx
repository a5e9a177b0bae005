"use client";

import { CalendarX } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/states";
import { useT } from "@/lib/i18n";

/** Instead of a session that is not, or not any more, on the agenda of the event at `base`. */
export function SessionGone({ base }: { base: string }) {
  const t = useT();
  return (
    <EmptyState
      icon={CalendarX}
      title={t("events.sessionGone")}
      titleAs="h1"
      body={t("events.sessionGoneBody")}
      action={
        <Button asChild variant="soft">
          <Link href={`${base}/agenda`}>{t("events.seeAgenda")}</Link>
        </Button>
      }
      className="pt-24"
    />
  );
}
