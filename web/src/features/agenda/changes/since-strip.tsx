"use client";

import { X } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import type { LiveState } from "@/features/live-event";
import { AgendaChanges } from "@/gen/operations/changes";
import { useT } from "@/lib/i18n";
import { zoneCity } from "@/lib/time";
import { fresh, useAnswer } from "@/lib/use-answer";

import { ChangeList } from "./change-list";

type StripProps = {
  zone: string;
  state: LiveState;
  /** The version that was looked at. */ since: number;
  onDone: () => void;
};

/** Says that there is something new, and shows what. */
export default function SinceStrip({ state, zone, since, onDone }: StripProps) {
  const t = useT();
  const { event, stars } = state;
  const [open, setOpen] = useState(false);
  const { data, problem } = useAnswer(AgendaChanges, { eventId: event.id, since, until: null }, fresh);
  const changes = data?.agendaChanges;
  // Versions that take each other back leave nothing to say.
  if (!problem && !changes?.length) return null;
  const mine = changes?.filter((change) => stars.has(change.id)).length ?? 0;
  return (
    <div className="mx-6 mb-2 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 rounded-card bg-accent-soft py-1.5 ps-4 pe-1.5 text-13 max-md:mx-4">
      <p role="status" className="min-w-40 flex-1 font-medium">
        {changes ? t("changes.since", { count: changes.length, mine }) : t("changes.sinceOld")}
      </p>
      {changes && (
        <Button variant="outline" onClick={() => setOpen(true)}>
          {t("changes.show")}
        </Button>
      )}
      <Button variant="ghost" size="icon" aria-label={t("changes.dismiss")} onClick={onDone}>
        <Icon icon={X} />
      </Button>
      <Dialog
        open={open}
        onOpenChange={(is) => {
          setOpen(is);
          if (!is) onDone();
        }}
      >
        <DialogContent
          title={t("changes.sinceTitle")}
          description={t("changes.clock", { city: zoneCity(zone) })}
          className="max-w-[720px]"
        >
          <ChangeList changes={changes ?? []} zone={zone} starred={stars} />
        </DialogContent>
      </Dialog>
    </div>
  );
}
