"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { Icon } from "@/components/ui/icon";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { useLiveState } from "@/features/live-event";
import { UndoRevision } from "@/gen/operations/draft";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { dayAndClock, zoneCity } from "@/lib/time";
import { useLiveQuery } from "@/lib/use-live-query";

import { CompareDialog } from "./compare";
import type { DraftQuery } from "./draft-store";
import { useHistoryQuery, type History, type HistoryQuery, type Revision } from "./history-store";

/** What was done to the agenda, by whom; each of it may be taken back. */
export function AgendaHistory({ draft, published }: { draft: DraftQuery; published: number }) {
  const t = useT();
  const { event } = useLiveState();
  const query = useHistoryQuery(event.id);
  const view = useLiveQuery(query);
  const [since, setSince] = useState<number | null>(null);
  return (
    <Section title={t("imports.history")} aside={t("common.zoneTime", { city: zoneCity(event.timeZone) })}>
      {view.status === "failed" && (
        <ErrorState message={view.problem.message} onRetry={() => void query?.reload()} />
      )}
      {view.status === "loading" && (
        <Loading>
          <Skeleton className="h-12" />
        </Loading>
      )}
      {view.status === "ready" && view.state.revisions.length === 0 && (
        <p className="text-13 text-muted">{t("imports.noHistory")}</p>
      )}
      {view.status === "ready" && query && view.state.revisions.length > 0 && (
        <Revisions
          history={view.state}
          query={query}
          draft={draft}
          published={published}
          onCompare={setSince}
        />
      )}
      {since !== null && <CompareDialog since={since} published={published} onClose={() => setSince(null)} />}
    </Section>
  );
}

type RevisionsProps = {
  history: History;
  query: HistoryQuery;
  draft: DraftQuery;
  published: number;
  onCompare: (version: number) => void;
};

function Revisions({ history, query, draft, published, onCompare }: RevisionsProps) {
  const t = useT();
  const { event } = useLiveState();
  const [asking, setAsking] = useState<Revision | null>(null);
  const [pending, setPending] = useState(false);
  const failed = (error: unknown) =>
    toast({ tone: "error", title: t("imports.undoFailed"), body: toProblem(error).message });
  const run = async ({ number }: Revision) => {
    await request(UndoRevision, { eventId: event.id, number }).then(
      () => toast({ tone: "success", title: t("imports.undone") }),
      failed,
    );
    await Promise.all([query.reload(), draft.reload()]);
  };
  const older = async () => {
    setPending(true);
    await query.older().catch(failed);
    setPending(false);
  };
  return (
    <>
      <Card padded={false}>
        <ul className="divide-y divide-border">
          {history.revisions.map((revision) => (
            <RevisionRow
              key={revision.number}
              revision={revision}
              name={history.names.get(revision.madeBy ?? "")}
              published={published}
              onUndo={() => setAsking(revision)}
              onCompare={onCompare}
            />
          ))}
        </ul>
      </Card>
      {history.more && (
        <Button variant="outline" className="mt-3" pending={pending} onClick={() => void older()}>
          {t("imports.older")}
        </Button>
      )}
      <Confirm
        open={asking !== null}
        onOpenChange={(is) => !is && setAsking(null)}
        title={t("imports.undoTitle")}
        description={t(event.status === "draft" ? "imports.undoBodyDraft" : "imports.undoBody")}
        action={t("imports.undo")}
        onConfirm={() => asking && void run(asking)}
      />
    </>
  );
}

type RowProps = {
  revision: Revision;
  name: string | undefined;
  published: number;
  onUndo: () => void;
  onCompare: (version: number) => void;
};

function RevisionRow({ revision, name, published, onUndo, onCompare }: RowProps) {
  const t = useT();
  const { event } = useLiveState();
  const { kind, madeAt, titles, added, changed, moved, removed, undone, version } = revision;
  const counts = Object.entries({ added, changed, moved, removed })
    .filter(([, count]) => count > 0)
    .map(([one, count]) => t("imports.countOf", { kind: one, count }))
    .join(", ");
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 ps-4 pe-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2 text-14 font-medium">
          {t("imports.revision", { kind, who: name ?? t("imports.somebody") })}
          {version !== null && <Badge size="sm">{t("imports.version", { version })}</Badge>}
          {undone && (
            <Badge tone="outline" size="sm">
              {t("imports.isUndone")}
            </Badge>
          )}
        </p>
        <p className="text-12 break-words text-muted">
          <time dateTime={madeAt}>{dayAndClock(madeAt, event.timeZone)}</time>
          {[counts, titles.join(", ")].filter(Boolean).map((text) => ` · ${text}`)}
        </p>
      </div>
      {version !== null && version < published && (
        <Button variant="ghost" onClick={() => onCompare(version)}>
          {t("imports.compare", { version })}
        </Button>
      )}
      {!undone && (
        <Button
          variant="ghost"
          aria-label={t("imports.undoNamed", { what: titles[0] ?? counts })}
          onClick={onUndo}
        >
          <Icon icon={Undo2} />
          {t("imports.undo")}
        </Button>
      )}
    </li>
  );
}
