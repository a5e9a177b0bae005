"use client";

import { ChevronLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Bar } from "@/components/ui/bar";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { announce } from "@/components/ui/live-region";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useLiveState } from "@/features/live-event";
import type { ImportState } from "@/gen/graphql";
import { readDraft, writeDraft } from "@/lib/drafts";
import { useT, type MessageKey } from "@/lib/i18n";
import { isId } from "@/lib/ids";
import { useLiveQuery } from "@/lib/use-live-query";

import { OrganisersOnly } from "../organisers-only";
import { asTheFile } from "./choice";
import { Columns } from "./columns";
import { ImportDone } from "./done";
import { AnotherFile, ImportHead, type StepProps } from "./head";
import { failureOf, progressOfImport } from "./import-state";
import { useReportQuery } from "./import-store";
import { ImportPreview } from "./preview";
import { keptImport } from "./send";

/** One import, from reading the file to what came of it. */
export function ImportPage({ id, base }: { id: string; base: string }) {
  const t = useT();
  return (
    <OrganisersOnly>
      <div className="@container mx-auto max-w-[1280px] px-4 py-5 md:px-6">
        <Link
          href={`${base}/manage?tab=agenda`}
          className="-ms-1 inline-flex min-h-6 items-center gap-1 rounded-control px-1 text-13 text-muted hover:text-foreground"
        >
          <Icon icon={ChevronLeft} />
          {t("organiser.agenda")}
        </Link>
        <Import key={id} id={id} base={base} />
      </div>
    </OrganisersOnly>
  );
}

function Import({ id, base }: { id: string; base: string }) {
  const t = useT();
  const query = useReportQuery(isId(id) ? id : null);
  const view = useLiveQuery(query);
  // Here, so that it is kept while the file is read in another way or could not be applied.
  const [selection, setSelection] = useState(asTheFile);
  const [fields, setFields] = useState<readonly string[] | null>(null);
  const state = view.status === "ready" ? view.state.state : null;
  const isGone = !isId(id) || (view.status === "failed" && view.problem.code === "not_found");
  useOver(id, isGone || state === "done" || state === "failed");
  useSteps(state);
  if (isGone) return <ErrorState titleAs="h1" title={t("imports.gone")} message={t("imports.goneBody")} />;
  if (view.status === "failed")
    return <ErrorState titleAs="h1" message={view.problem.message} onRetry={() => void query?.reload()} />;
  if (view.status === "loading" || !query) return <PageLoading />;
  const props: StepProps = { report: view.state, query, base };
  switch (view.state.state) {
    case "asking":
      return <Columns {...props} named={fields} onNamed={setFields} />;
    case "ready":
      return <ImportPreview {...props} selection={selection} onSelect={setSelection} />;
    case "done":
      return <ImportDone {...props} />;
    case "failed":
      return <Failed {...props} />;
    default:
      return <Working {...props} />;
  }
}

const steps = {
  reading: "imports.reading",
  asking: "imports.columnsTitle",
  ready: "imports.title",
  applying: "imports.applying",
  done: "imports.isDone",
  failed: "organiser.importFailed",
} as const satisfies Record<ImportState, MessageKey>;

/** Each step takes the place of the one before, with whatever had the focus: it is said, and the heading has it then. */
function useSteps(state: ImportState | null): void {
  const t = useT();
  const shown = useRef(state);
  // What has the focus, and what is said, is the page's.
  useEffect(() => {
    const before = shown.current;
    shown.current = state;
    if (before === null || state === null || before === state) return;
    announce(t(steps[state]));
    if (document.activeElement === document.body) document.querySelector<HTMLElement>("[data-step]")?.focus();
  }, [state, t]);
}

/** An import that is over waits for nobody: the agenda does not lead to it any more. */
function useOver(id: string, over: boolean): void {
  const key = keptImport(useLiveState().event.id);
  // The browser's storage is outside React.
  useEffect(() => {
    if (over && readDraft(key).startsWith(id)) writeDraft(key, "");
  }, [over, key, id]);
}

function PageLoading() {
  return (
    <Loading className="mt-3 space-y-4">
      <Skeleton className="h-8 w-96 max-w-full" />
      <Skeleton className="h-24" />
      <Skeleton className="h-64" />
    </Loading>
  );
}

function Working({ report }: StepProps) {
  const t = useT();
  const applying = report.state === "applying";
  const title = t(applying ? "imports.applying" : "imports.reading");
  return (
    <>
      <ImportHead title={title} line={report.name} />
      <Card className="p-5">
        <div className="mb-2 flex justify-between gap-3 text-13">
          <span className="font-medium">{title}</span>
          {report.total > 0 && (
            <span className="text-muted tabular-nums">
              {t("organiser.importingOf", { done: report.done, total: report.total })}
            </span>
          )}
        </div>
        <Bar value={progressOfImport(report)} label={title} tone="accent" className="h-1.5" />
        <p className="mt-3 text-13 text-muted">{t("imports.mayLeave")}</p>
      </Card>
    </>
  );
}

function Failed(props: StepProps) {
  const t = useT();
  const { event } = useLiveState();
  const { report } = props;
  return (
    <>
      <ImportHead title={t("organiser.importFailed")} line={report.name}>
        <AnotherFile {...props} />
      </ImportHead>
      <Card className="p-5">
        <p role="alert" className="text-14 break-words text-live-text">
          {failureOf(report)}
        </p>
        <p className="mt-1 text-13 text-muted">{t("imports.asBefore", { name: event.name })}</p>
      </Card>
    </>
  );
}
