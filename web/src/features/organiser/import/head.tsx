"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { DiscardImport } from "@/gen/operations/import";
import { writeDraft } from "@/lib/drafts";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useSend } from "@/lib/use-answer";

import type { ImportOutcome } from "./import-state";
import type { ReportQuery } from "./import-store";
import { keptImport, useSending } from "./send";
import { FileButton } from "./take";

export type StepProps = { report: ImportOutcome; query: ReportQuery; base: string };
type HeadProps = { title: string; line?: ReactNode; children?: ReactNode };

/** The page's title with what to do beside it. */
export function ImportHead({ title, line, children }: HeadProps) {
  return (
    <header className="mb-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 data-step tabIndex={-1} className="text-28 font-semibold text-balance">
          {title}
        </h1>
        {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
      </div>
      {line && (
        <p dir="auto" className="mt-1 text-13 break-words text-muted">
          {line}
        </p>
      )}
    </header>
  );
}

/** Another file in the place of this one. */
export function AnotherFile({ report, base, onLeave }: StepProps & { onLeave?: () => void }) {
  const t = useT();
  const sending = useSending(report.eventId, base, onLeave);
  return (
    <div>
      <FileButton
        label={t("imports.another")}
        variant="ghost"
        pending={sending.name !== null}
        onFile={sending.file}
      />
      <div role="alert" className="text-12 text-live-text">
        {sending.refused?.message}
      </div>
    </div>
  );
}

/** The file is forgotten, and the agenda waits for it no more. */
export function Discard({ report, base }: StepProps) {
  const t = useT();
  const router = useRouter();
  const [discard, pending] = useSend(DiscardImport);
  const run = () =>
    discard({ id: report.id }).then(
      () => {
        writeDraft(keptImport(report.eventId), "");
        toast({ tone: "success", title: t("imports.discarded") });
        router.push(`${base}/manage?tab=agenda`);
      },
      (error: unknown) =>
        toast({ tone: "error", title: t("imports.discardFailed"), body: toProblem(error).message }),
    );
  return (
    <Button variant="ghost" pending={pending} onClick={() => void run()}>
      {t("imports.discard")}
    </Button>
  );
}
