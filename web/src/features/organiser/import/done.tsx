"use client";

import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { useLiveState } from "@/features/live-event";
import { UndoRevision } from "@/gen/operations/draft";
import { useT } from "@/lib/i18n";
import { numberText } from "@/lib/intl";
import { toProblem } from "@/lib/problem";
import { useSend } from "@/lib/use-answer";

import { ImportHead, type StepProps } from "./head";
import { SaidFold, remarkOf } from "./said";

const counts = ["added", "changed", "moved", "removed"] as const;

/** What came of an import, and the way back and on. */
export function ImportDone({ report, base }: StepProps) {
  const t = useT();
  const { event } = useLiveState();
  const { skipped, notes } = report;
  const draft = event.status === "draft";
  return (
    <>
      <ImportHead title={t(draft ? "imports.doneAgenda" : "imports.doneDraft")} line={report.name}>
        {report.revision !== null && <Undo revision={report.revision} base={base} />}
        <Button asChild variant="accent">
          <Link href={`${base}/manage?tab=agenda`}>
            {t(draft ? "imports.lookAgenda" : "imports.lookDraft")}
          </Link>
        </Button>
      </ImportHead>
      <Card padded={false} className="overflow-hidden">
        <dl className="-me-px -mb-px grid grid-cols-2 @min-[640px]:grid-cols-5">
          {counts.map((name) => (
            <Count
              key={name}
              label={t(name === "moved" ? "imports.moved" : `organiser.${name}`)}
              count={report[name]}
            />
          ))}
          <Count label={t("imports.same")} count={report.unchanged} />
        </dl>
      </Card>
      {skipped.length + notes.length > 0 && (
        <Card className="mt-4 px-5 py-2">
          <ul className="divide-y divide-border">
            <SaidFold title={t("imports.noted", { count: notes.length })} said={notes.map(remarkOf)} />
            <SaidFold
              title={t("organiser.skippedWhy", { count: skipped.length })}
              said={skipped.map(remarkOf)}
            />
          </ul>
        </Card>
      )}
    </>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div className="border-e border-b border-border px-5 py-3.5 @max-[640px]:px-4">
      <dt className="text-12 text-muted">{label}</dt>
      <dd className="text-28 font-semibold tabular-nums">{numberText(count)}</dd>
    </div>
  );
}

function Undo({ revision, base }: { revision: number; base: string }) {
  const t = useT();
  const router = useRouter();
  const { event } = useLiveState();
  const [undo, pending] = useSend(UndoRevision);
  const run = () =>
    undo({ eventId: event.id, number: revision }).then(
      () => {
        toast({ tone: "success", title: t("imports.undone") });
        router.push(`${base}/manage?tab=agenda`);
      },
      (error: unknown) =>
        toast({ tone: "error", title: t("imports.undoFailed"), body: toProblem(error).message }),
    );
  return (
    <Button variant="ghost" pending={pending} onClick={() => void run()}>
      <Icon icon={Undo2} />
      {t("imports.undoImport")}
    </Button>
  );
}
