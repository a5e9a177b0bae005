"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { useLiveState } from "@/features/live-event";
import { PublishAgenda } from "@/gen/operations/draft";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useSend } from "@/lib/use-answer";

import { DraftChanges } from "./draft-changes";
import type { Draft, DraftQuery } from "./draft-store";

type PublishProps = { draft: Draft; query: DraftQuery; onClose: () => void };

/** Shows what publishing does, and does that and nothing else: what came in since is shown first. */
export function PublishDialog({ draft, query, onClose }: PublishProps) {
  const t = useT();
  const { event } = useLiveState();
  const [publish, pending] = useSend(PublishAgenda);
  const [refused, setRefused] = useState<string | null>(null);
  const run = async () => {
    setRefused(null);
    try {
      const { publishAgenda: version } = await publish({ eventId: event.id, revision: draft.revision });
      toast({ tone: "success", title: t("imports.published", { version }) });
      onClose();
    } catch (error) {
      setRefused(toProblem(error).message);
    }
    await query.reload();
  };
  const tells = draft.changes.some(({ kind }) => kind === "moved" || kind === "removed");
  return (
    <Dialog open onOpenChange={(is) => !is && onClose()}>
      <DialogContent
        title={t("imports.publishTitle", { count: draft.total })}
        description={t(tells ? "imports.publishTells" : "imports.publishBody")}
        className="max-w-[720px]"
        footer={
          <>
            <Button variant="ghost" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button
              variant="accent"
              pending={pending}
              disabled={draft.total === 0}
              onClick={() => void run()}
            >
              {t("organiser.publish")}
            </Button>
          </>
        }
      >
        <FormError className="mb-3">{refused}</FormError>
        <DraftChanges draft={draft} zone={event.timeZone} />
      </DialogContent>
    </Dialog>
  );
}
