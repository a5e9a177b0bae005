"use client";

import { FileUp } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";

import { Bar } from "@/components/ui/bar";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { largestFile, isWorking, progressOfImport, refusalOf, type ImportOutcome } from "./import-state";
import { useImport } from "./upload";

const refusals = {
  empty: "organiser.fileEmpty",
  large: "organiser.fileLarge",
  type: "organiser.fileType",
} as const;

/** Takes a schedule file, shows how far its import is, and what came of it. */
export function ImportCard({ eventId }: { eventId: string }) {
  const t = useT();
  const { report, sending, problem, send, close } = useImport(eventId);
  const [refused, setRefused] = useState<string | null>(null);
  const busy = sending !== null || (report !== null && isWorking(report));
  const take = (file: File | undefined) => {
    if (!file || busy) return;
    const why = refusalOf(file);
    setRefused(why && t(refusals[why], { most: largestFile / 2 ** 20 }));
    if (!why) void send(file);
  };
  const fault = refused ?? problem?.message;
  return (
    <Card className="p-5 max-md:p-4">
      <h2 className="text-16 font-semibold">{t("organiser.importTitle")}</h2>
      <p className="mt-1 mb-4 max-w-[64ch] text-13 text-muted">{t("organiser.importBody")}</p>
      {busy ? <Progress report={report} sending={sending} /> : <DropZone onFile={take} />}
      <div role="alert">
        {fault && !busy && (
          <p className="mt-3 text-13 text-live-text">
            {fault} {problem && !refused && t("organiser.importFailedKept")}
          </p>
        )}
      </div>
      {report && !isWorking(report) && !fault && <Outcome report={report} onClose={close} />}
    </Card>
  );
}

function DropZone({ onFile }: { onFile: (file: File | undefined) => void }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drag = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(is);
  };
  return (
    <div
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        onFile(event.dataTransfer.files[0]);
      }}
      className={cn(
        "flex flex-wrap items-center justify-center gap-3 rounded-control border border-dashed border-border-strong px-4 py-6 transition-colors",
        over && "border-accent bg-accent-soft",
      )}
    >
      <Button variant="soft" onClick={() => input.current?.click()}>
        <Icon icon={FileUp} />
        {t("organiser.chooseFile")}
      </Button>
      <span className="text-13 text-muted max-md:hidden">
        {t(over ? "organiser.dropHere" : "organiser.orDrop")}
      </span>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xml,.json,.txt,application/json,application/xml,text/xml"
        aria-label={t("organiser.chooseFile")}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          // The same file again is a change, too.
          event.target.value = "";
        }}
      />
    </div>
  );
}

function Progress({ report, sending }: { report: ImportOutcome | null; sending: string | null }) {
  const t = useT();
  const title = sending ? t("organiser.sending", { name: sending }) : t("organiser.importing");
  return (
    <div className="rounded-control bg-sunken px-4 py-4">
      <div className="mb-2 flex justify-between gap-3 text-13">
        <span className="min-w-0 truncate font-medium">{title}</span>
        {report && report.total > 0 && (
          <span className="text-muted tabular-nums">
            {t("organiser.importingOf", { done: report.done, total: report.total })}
          </span>
        )}
      </div>
      <Bar value={report ? progressOfImport(report) : 0} label={title} tone="accent" className="h-1.5" />
    </div>
  );
}

const counts = ["added", "changed", "unchanged", "removed"] as const;
const shortList = 5;

function Outcome({ report, onClose }: { report: ImportOutcome; onClose: () => void }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const { skipped } = report;
  const failed = report.state === "failed";
  return (
    <section aria-label={t("organiser.importDone")} className="mt-4 border-t border-border pt-4">
      <div className="flex items-start justify-between gap-3">
        <div role="status">
          <p className={cn("text-14 font-medium", failed && "text-live-text")}>
            {t(failed ? "organiser.importFailed" : "organiser.importDone")}
          </p>
          {failed && (
            <p className="mt-1 text-13 text-muted">
              {report.error} {t("organiser.importFailedKept")}
            </p>
          )}
        </div>
        <Button variant="ghost" size="sm" onClick={onClose}>
          {t("organiser.close")}
        </Button>
      </div>
      {!failed && (
        <dl className="mt-3 grid grid-cols-5 gap-3 max-md:grid-cols-3">
          {counts.map((name) => (
            <Count key={name} label={t(`organiser.${name}`)} count={report[name]} />
          ))}
          <Count label={t("organiser.skipped")} count={skipped.length} warn={skipped.length > 0} />
        </dl>
      )}
      {skipped.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 text-13 font-medium">
            {t("organiser.skippedWhy", { count: skipped.length })}
          </h3>
          <ul className="max-h-80 scrollbar-slim divide-y divide-border overflow-y-auto text-13">
            {(all ? skipped : skipped.slice(0, shortList)).map(({ where, reason }, i) => (
              <li key={i} className="flex gap-3 py-1.5 max-md:flex-col max-md:gap-0">
                <span className="w-56 shrink-0 break-words max-md:w-auto">{where}</span>
                <span className="min-w-0 break-words text-muted">{reason}</span>
              </li>
            ))}
          </ul>
          {!all && skipped.length > shortList && (
            <Button variant="ghost" size="sm" className="mt-1 -ml-2.5" onClick={() => setAll(true)}>
              {t("organiser.showAll", { count: skipped.length })}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function Count({ label, count, warn }: { label: string; count: number; warn?: boolean }) {
  return (
    <div>
      <dt className="text-12 text-muted">{label}</dt>
      <dd className={cn("text-20 font-semibold tabular-nums", warn && "text-warn-text")}>
        {count.toLocaleString("en")}
      </dd>
    </div>
  );
}
