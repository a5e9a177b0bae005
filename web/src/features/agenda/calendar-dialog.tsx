"use client";

import { CalendarPlus, Copy } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { MakeCalendar, MyCalendar, RevokeCalendar } from "@/gen/operations/export";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { fresh, useAnswer, useSend } from "@/lib/use-answer";

type CalendarDialogProps = { eventId: string; open: boolean; onOpenChange: (open: boolean) => void };

/** My starred sessions by an address for my calendar: made, shown, revoked. */
export default function CalendarDialog({ eventId, open, onOpenChange }: CalendarDialogProps) {
  const t = useT();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t("events.myCalendar")} description={t("events.myCalendarBody")}>
        <CalendarAddress eventId={eventId} />
      </DialogContent>
    </Dialog>
  );
}

/** Asked anew whenever it is shown: another device may have revoked it. */
function CalendarAddress({ eventId }: { eventId: string }) {
  const t = useT();
  const { data, problem, retry } = useAnswer(MyCalendar, { eventId }, fresh);
  const [changed, setChanged] = useState<{ url: string | null } | null>(null);
  const [make, pending] = useSend(MakeCalendar);
  const known = changed ?? data?.myCalendar;
  if (!known && problem) return <ErrorState message={problem.message} onRetry={retry} />;
  if (!known) return <Skeleton className="h-9 w-full" />;
  const begin = () => make({ eventId }).then(({ makeCalendar: { url } }) => setChanged({ url }), failed);
  if (known.url)
    return <Address eventId={eventId} url={known.url} onRevoked={() => setChanged({ url: null })} />;
  return (
    <Button variant="accent" pending={pending} onClick={() => void begin()}>
      {t("events.makeCalendar")}
    </Button>
  );
}

type AddressProps = { eventId: string; url: string; onRevoked: () => void };

function Address({ eventId, url, onRevoked }: AddressProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [revoke, pending] = useSend(RevokeCalendar);
  const copy = () =>
    navigator.clipboard
      .writeText(url)
      .then(() => toast({ tone: "success", title: t("events.calendarCopied") }), failed);
  return (
    <div className="space-y-3">
      <Input
        readOnly
        value={url}
        aria-label={t("events.calendarAddress")}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-wrap gap-2">
        <Button variant="soft" onClick={() => void copy()}>
          <Icon icon={Copy} />
          {t("events.copyCalendar")}
        </Button>
        <Button asChild variant="outline">
          <a href={url.replace(/^https?:/u, "webcal:")} rel="noreferrer">
            <Icon icon={CalendarPlus} />
            {t("events.openCalendar")}
          </a>
        </Button>
        <Button variant="ghost" pending={pending} onClick={() => setAsking(true)} className="ms-auto">
          {t("events.revokeCalendar")}
        </Button>
      </div>
      <p className="text-13 text-muted">{t("events.calendarSecret")}</p>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t("events.revokeCalendarTitle")}
        description={t("events.revokeCalendarBody")}
        action={t("events.revokeCalendar")}
        danger
        onConfirm={() => void revoke({ eventId }).then(onRevoked, failed)}
      />
    </div>
  );
}

function failed(error: unknown) {
  toast({ tone: "error", title: toProblem(error).message });
}
