"use client";

import { useRef, useState, type RefObject } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useLiveState } from "@/features/live-event";
import { ApplyImport, DiscardImport } from "@/gen/operations/import";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { dayAndClock, dayShort, zoneCity } from "@/lib/time";
import { useLiveQuery } from "@/lib/use-live-query";

import { askedFor, choiceOf, countOf, groupsOf, groupState, type Selection } from "./choice";
import { Groups } from "./groups";
import { AnotherFile, Discard, ImportHead, type StepProps } from "./head";
import { failureOf } from "./import-state";
import { usePreviewQuery, type Preview } from "./import-store";
import { ReadingQuestions } from "./questions";
import { Side } from "./side";
import { Sums } from "./sums";
import { useReading } from "./use-reading";

type SelectingProps = StepProps & { selection: Selection; onSelect: (selection: Selection) => void };

/** What an import would do, before anything changes. */
export function ImportPreview(props: SelectingProps) {
  const { report } = props;
  const query = usePreviewQuery(report.id);
  const view = useLiveQuery(query);
  if (view.status === "failed")
    return <ErrorState message={view.problem.message} onRetry={() => void query?.reload()} />;
  if (view.status === "loading" || !query)
    return (
      <Loading className="mt-3 space-y-4">
        <Skeleton className="h-24" />
        <Skeleton className="h-64" />
      </Loading>
    );
  return (
    <Previewing
      {...props}
      preview={view.state.preview}
      renewed={view.state.renewed}
      onReload={() => query.reload()}
    />
  );
}

type PreviewingProps = SelectingProps & { preview: Preview; renewed: boolean; onReload: () => Promise<void> };

function Previewing({ preview, renewed, onReload, selection, onSelect, ...props }: PreviewingProps) {
  const t = useT();
  const { report, query } = props;
  const [asking, setAsking] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const reading = useReading(preview, query, onReload);
  const said = reading.refused ?? failureOf(report);
  const count = countOf(preview, selection);
  return (
    <>
      <ImportHead
        title={t("imports.title")}
        line={<Facts preview={preview} change={change} onZone={() => setAsking(true)} />}
      >
        <Discard {...props} />
        <AnotherFile
          {...props}
          onLeave={() => void request(DiscardImport, { id: report.id }).catch(() => null)}
        />
        {(askedFor(preview) > 0 || selection.also.size > 0) && (
          <Apply preview={preview} selection={selection} count={count} query={query} onFailed={onReload} />
        )}
      </ImportHead>
      <div role="alert">
        {said && <p className="mb-3 rounded-card bg-live-soft px-4 py-2.5 text-13 text-live-text">{said}</p>}
      </div>
      <div role="status">
        {renewed && (
          <p className="mb-3 rounded-card bg-warn-soft px-4 py-2.5 text-13 text-warn-text">
            {t("imports.renewed")}
          </p>
        )}
      </div>
      <div className="grid gap-4 @min-[960px]:grid-cols-[minmax(0,1fr)_336px] @min-[960px]:gap-6">
        <div className="flex min-w-0 flex-col gap-4">
          <ReadingQuestions
            preview={preview}
            reading={reading}
            asking={asking}
            onAnswered={() => {
              setAsking(false);
              change.current?.focus();
            }}
          />
          <Sums preview={preview} />
          {preview.changes.length > 0 ? (
            <Groups preview={preview} selection={selection} onSelect={onSelect} />
          ) : (
            <Card className="p-5 text-14">{t("imports.nothing")}</Card>
          )}
        </div>
        <Side preview={preview} selection={selection} reading={reading} />
      </div>
    </>
  );
}

type FactsProps = {
  preview: Preview;
  change: RefObject<HTMLButtonElement | null>;
  onZone: () => void;
};

/** Which file this is, what is in it, and whose clock it is read by. */
function Facts({ preview, change, onZone }: FactsProps) {
  const t = useT();
  const { event } = useLiveState();
  const { format, name, readAt, lastReadAt, sessions, speakers, zone } = preview;
  const city = zoneCity(event.timeZone);
  return (
    <>
      {t("imports.facts", {
        format: t("imports.format", { format }),
        name,
        time: dayAndClock(readAt, event.timeZone),
        city,
        sessions,
        speakers,
      })}{" "}
      {lastReadAt && t("imports.lastImport", { day: dayShort(lastReadAt, event.timeZone) })}
      {!zone.asks && (
        <span className="block">
          {t("imports.zoneIs", { city: zoneCity(zone.name), by: zone.by })}{" "}
          {zone.name !== event.timeZone && `${t("changes.clock", { city })} `}
          <button
            ref={change}
            type="button"
            className="min-h-6 rounded-control font-medium text-accent-text underline"
            onClick={onZone}
          >
            {t("imports.change")}
          </button>
        </span>
      )}
    </>
  );
}

type ApplyProps = {
  preview: Preview;
  selection: Selection;
  count: number;
  query: StepProps["query"];
  onFailed: () => Promise<void>;
};

/** The one filled button; where much would go it asks again, with the numbers. */
function Apply({ preview, selection, count, query, onFailed }: ApplyProps) {
  const t = useT();
  const { event } = useLiveState();
  const [asking, setAsking] = useState(false);
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const lost = groupsOf(preview.changes).find(({ name }) => name === "removed")?.changes ?? [];
  const gone = preview.removed - lost.filter((one) => !one.byHand).length + groupState(selection, lost).count;
  const there = preview.unchanged + preview.changed + preview.moved + preview.removed;
  const run = async () => {
    setPending(true);
    setRefused(null);
    const choice = choiceOf(preview, selection, preview.losesMuch);
    try {
      await request(ApplyImport, { id: preview.id, revision: preview.revision, choice });
      await query.reload();
    } catch (error) {
      const { code, message } = toProblem(error);
      // What is shown stays: it must say that somebody began another import in the meantime.
      setRefused(code === "not_found" ? `${t("imports.gone")}. ${t("imports.goneBody")}` : message);
      await onFailed();
    } finally {
      setPending(false);
    }
  };
  return (
    <div>
      <Button
        variant="accent"
        pending={pending}
        disabled={count === 0 || preview.zone.asks}
        onClick={() => (preview.losesMuch && gone > 0 ? setAsking(true) : void run())}
      >
        {t(event.status === "draft" ? "imports.applyDraft" : "imports.apply", { count })}
      </Button>
      <div role="alert" className="text-12 text-live-text">
        {refused}
      </div>
      <Confirm
        danger
        open={asking}
        onOpenChange={setAsking}
        title={t("imports.muchTitle", { gone })}
        description={t("imports.muchBody", { gone, there, people: preview.starsLost })}
        action={t("imports.muchAction", { gone })}
        onConfirm={() => void run()}
      />
    </div>
  );
}
