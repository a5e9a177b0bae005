"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { useLiveState } from "@/features/live-event";
import { useT } from "@/lib/i18n";
import { zoneCity } from "@/lib/time";

import { DraftChanges } from "./draft-changes";
import type { Draft, DraftQuery } from "./draft-store";
import { PublishDialog } from "./publish";

/** What of the draft nobody else sees yet, and the way to show it to everybody. */
export function DraftBar({ draft, query }: { draft: Draft; query: DraftQuery }) {
  const t = useT();
  const { event } = useLiveState();
  const [open, setOpen] = useState<"look" | "publish" | null>(null);
  if (event.status === "draft") return null;
  const { total, agenda } = draft;
  const close = (is: boolean) => !is && setOpen(null);
  return (
    <div
      className={
        total > 0
          ? "flex min-h-11 flex-wrap items-center gap-2 rounded-card bg-accent-soft py-1.5 ps-4 pe-1.5 text-13"
          : "text-13 text-muted"
      }
    >
      <p role="status" className={total > 0 ? "min-w-40 flex-1 font-medium" : undefined}>
        {total > 0
          ? t("imports.unpublished", { count: total })
          : t("imports.allPublished", { version: agenda.published })}
      </p>
      {total > 0 && (
        <>
          <Button variant="outline" onClick={() => setOpen("look")}>
            {t("imports.look")}
          </Button>
          <Button variant="accent" onClick={() => setOpen("publish")}>
            {t("organiser.publish")}
          </Button>
        </>
      )}
      <Dialog open={open === "look"} onOpenChange={close}>
        <DialogContent
          title={t("imports.unpublishedTitle")}
          description={t("organiser.clockHint", { city: zoneCity(event.timeZone) })}
          className="max-w-[720px]"
        >
          <DraftChanges draft={draft} zone={event.timeZone} />
        </DialogContent>
      </Dialog>
      {open === "publish" && <PublishDialog draft={draft} query={query} onClose={() => setOpen(null)} />}
    </div>
  );
}
