"use client";

import { useParams } from "next/navigation";
import { useId, useRef } from "react";

import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { usePassFocus } from "@/components/ui/return-focus";
import { Switch } from "@/components/ui/switch";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { useOpenToMeet } from "./use-matching";

/** The switch with its words, 44 px high; nothing until it is known. */
export function OpenToMeetSwitch({ eventId, className }: { eventId: string; className?: string }) {
  const t = useT();
  const id = useId();
  const open = useOpenToMeet(eventId);
  if (!open) return null;
  return (
    <div className={cn("flex h-11 shrink-0 items-center gap-2.5", className)}>
      <Switch
        id={id}
        checked={open.on}
        onCheckedChange={open.onChange}
        aria-busy={open.pending}
        aria-describedby={`${id}d`}
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block text-13 leading-4 font-medium">
          {t("shell.openToMeet")}
        </label>
        <span id={`${id}d`} className="block truncate text-12 text-muted">
          {t(open.on ? "shell.openToMeetOn" : "shell.openToMeetOff")}
        </span>
      </div>
    </div>
  );
}

/** For who is not open to meet people: what it means, and the one switch. */
export function OpenToMeetInvite({ eventId, className }: { eventId: string; className?: string }) {
  const t = useT();
  const card = useRef<HTMLDivElement>(null);
  usePassFocus(card);
  return (
    <Card ref={card} className={cn("flex flex-wrap items-center gap-x-8 gap-y-3 p-5", className)}>
      <div className="min-w-60 flex-1">
        <p className="text-14 font-medium">{t("matches.closedTitle")}</p>
        <p className="mt-1 max-w-[56ch] text-13 text-muted">{t("matches.closedBody")}</p>
      </div>
      <OpenToMeetSwitch eventId={eventId} />
    </Card>
  );
}

/** Above people who were not picked: that they were not, and what helps. */
export function NobodyPicked({ className }: { className?: string }) {
  const t = useT();
  const { slug } = useParams<{ slug?: string }>();
  return (
    <p className={cn("text-13 text-muted", className)}>
      {t("matches.aroundBody")}{" "}
      <Link
        href={`/e/${slug ?? ""}/welcome`}
        className="rounded-control text-accent-text underline-offset-2 hover:underline"
      >
        {t("matches.pickTopics")}
      </Link>
    </p>
  );
}
