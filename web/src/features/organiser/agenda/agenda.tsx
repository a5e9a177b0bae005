"use client";

import { CalendarDays, Plus } from "lucide-react";
import { useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { SearchField } from "@/components/ui/search-field";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { ChangeList, type Change } from "@/features/agenda";
import { useLiveState, type LiveSession, type LiveState, placeLine, speakersOf } from "@/features/live-event";
import { fold } from "@/lib/fold";
import { useT } from "@/lib/i18n";
import { uuid7 } from "@/lib/ids";
import { useLiveQuery } from "@/lib/use-live-query";

import { DraftBar } from "../draft/draft-bar";
import { useDraftQuery, type Draft, type DraftQuery } from "../draft/draft-store";
import { AgendaHistory } from "../draft/history";
import { ImportCard } from "../import/take";
import { SessionList } from "./list";
import { SessionDialog } from "./session";

/** The agenda's draft: from a file, and by hand; what of it everybody sees, and what was done to it. */
export function EventAgenda({ base }: { base: string }) {
  const live = useLiveState();
  const query = useDraftQuery(live.event.id);
  const view = useLiveQuery(query);
  return (
    <div className="flex flex-col gap-7">
      {view.status === "ready" && query && <DraftBar draft={view.state} query={query} />}
      <ImportCard eventId={live.event.id} base={base} />
      {view.status === "failed" && (
        <ErrorState message={view.problem.message} onRetry={() => void query?.reload()} />
      )}
      {view.status === "loading" && (
        <Loading className="space-y-2">
          <Skeleton className="h-9" />
          <Skeleton className="h-40" />
        </Loading>
      )}
      {view.status === "ready" && query && (
        <>
          <DraftSessions live={live} draft={view.state} query={query} />
          <AgendaHistory draft={query} published={view.state.agenda.published} />
        </>
      )}
    </div>
  );
}

type DraftProps = { live: LiveState; draft: Draft; query: DraftQuery };
type Open = { id: string; session: LiveSession | null };

function DraftSessions({ live, draft, query }: DraftProps) {
  const t = useT();
  const [text, setText] = useState("");
  const [open, setOpen] = useState<Open | null>(null);
  // The event as its organisers have it: everything that shows a live one shows this.
  const state = useMemo(() => ({ ...live, agenda: draft.agenda }), [live, draft.agenda]);
  const found = useMemo(() => searched(state, text), [state, text]);
  const all = state.agenda.sessions.size;
  return (
    <Section title={t("organiser.sessions")} aside={t("organiser.sessionCount", { count: all })}>
      <div className="mb-3 flex gap-2">
        <SearchField
          label={t("organiser.findSession")}
          placeholder={t("organiser.findSession")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="min-w-0 flex-1"
        />
        <Button variant="soft" onClick={() => setOpen({ id: uuid7(), session: null })}>
          <Icon icon={Plus} />
          {t("organiser.addSession")}
        </Button>
      </div>
      {found.length > 0 ? (
        <SessionList
          key={text}
          state={state}
          sessions={found}
          changes={draft.changes}
          onEdit={(session) => setOpen({ id: session.id, session })}
          onChanged={() => void query.reload()}
        />
      ) : (
        <Card>
          <EmptyState
            icon={CalendarDays}
            title={all ? t("organiser.noneFound", { text }) : t("organiser.noSessions")}
            body={t(all ? "organiser.noneFoundBody" : "organiser.noSessionsBody")}
          />
        </Card>
      )}
      {live.event.status !== "draft" && <Removed changes={draft.changes} zone={live.event.timeZone} />}
      {open && (
        <SessionDialog
          key={open.id}
          id={open.id}
          session={open.session}
          state={state}
          onKept={() => void query.reload()}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

/** What everybody still sees and the draft has not any more. */
function Removed({ changes, zone }: { changes: readonly Change[]; zone: string }) {
  const t = useT();
  const removed = changes.filter(({ kind }) => kind === "removed");
  if (removed.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="w-fit cursor-pointer rounded-control py-1 text-13 font-medium text-muted hover:text-foreground">
        {t("imports.removedFold", { count: removed.length })}
      </summary>
      <div className="mt-2">
        <ChangeList changes={removed} zone={zone} />
      </div>
    </details>
  );
}

/** Sessions with every word of `text` in the title, the place or a speaker's name. */
function searched(state: LiveState, text: string): LiveSession[] {
  const words = fold(text).split(/\s+/u).filter(Boolean);
  const sessions = Array.from(state.agenda.sessions.values());
  if (!words.length) return sessions;
  return sessions.filter((session) => {
    const names = speakersOf(state, session).map((speaker) => speaker.name);
    const all = fold([session.title, placeLine(state, session), ...names].join(" "));
    return words.every((word) => all.includes(word));
  });
}
