"use client";

import { useState } from "react";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { fieldClasses } from "@/components/ui/input";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { ChangeList } from "@/features/agenda";
import { useLiveState } from "@/features/live-event";
import { AgendaChanges } from "@/gen/operations/changes";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { zoneCity } from "@/lib/time";
import { fresh, useAnswer } from "@/lib/use-answer";

type CompareProps = { since: number; published: number; onClose: () => void };

/** What lies between two published versions. */
export function CompareDialog({ since, published, onClose }: CompareProps) {
  const t = useT();
  const { event } = useLiveState();
  const [until, setUntil] = useState(published);
  const { data, loading, problem, retry } = useAnswer(
    AgendaChanges,
    { eventId: event.id, since, until },
    fresh,
  );
  const versions = Array.from({ length: published - since }, (_, i) => since + 1 + i);
  return (
    <Dialog open onOpenChange={(is) => !is && onClose()}>
      <DialogContent
        title={t("imports.compareTitle", { version: since })}
        description={t("organiser.clockHint", { city: zoneCity(event.timeZone) })}
        className="max-w-[720px]"
      >
        {versions.length > 1 && (
          <Field label={t("imports.until")} className="mb-4">
            <select
              className={cn(fieldClasses, "h-9 max-w-60 px-2")}
              value={until}
              onChange={(event) => setUntil(Number(event.target.value))}
            >
              {versions.map((version) => (
                <option key={version} value={version}>
                  {t("imports.version", { version })}
                </option>
              ))}
            </select>
          </Field>
        )}
        {problem && <ErrorState message={problem.message} onRetry={retry} />}
        {loading && (
          <Loading>
            <Skeleton className="h-24" />
          </Loading>
        )}
        {data?.agendaChanges.length === 0 && <p className="text-13 text-muted">{t("imports.noneBetween")}</p>}
        {data && <ChangeList changes={data.agendaChanges} zone={event.timeZone} />}
      </DialogContent>
    </Dialog>
  );
}
