"use client";

import { useMutation } from "@apollo/client/react";
import { CalendarDays, Pencil, Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { Icon } from "@/components/ui/icon";
import { SearchField } from "@/components/ui/search-field";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import {
  agendaDay,
  isMilestone,
  placeLine,
  speakersOf,
  useLiveState,
  type LiveSession,
  type LiveState,
} from "@/features/live-event";
import { RemoveSessionDocument } from "@/gen/graphql";
import { fold } from "@/lib/fold";
import { useT } from "@/lib/i18n";
import { uuid7 } from "@/lib/ids";
import { toProblem } from "@/lib/problem";
import { clock, dayAndClock, dayKey, dayLong, zoneCity } from "@/lib/time";

import { ImportCard } from "../import/import";
import { SessionDialog } from "./session";

const step = 60;
type Open = { id: string; session: LiveSession | null };

/** The agenda: from a file, and by hand. */
export function EventAgenda() {
  const t = useT();
  const state = useLiveState();
  const [text, setText] = useState("");
  const [open, setOpen] = useState<Open | null>(null);
  const found = useMemo(() => searched(state, text), [state, text]);
  const all = state.agenda.sessions.size;
  const add = (
    <Button variant="soft" onClick={() => setOpen({ id: uuid7(), session: null })}>
      <Icon icon={Plus} />
      {t("organiser.addSession")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-7">
      <ImportCard eventId={state.event.id} />
      <Section title={t("organiser.sessions")} aside={t("organiser.sessionCount", { count: all })}>
        <div className="mb-3 flex gap-2">
          <SearchField
            label={t("organiser.findSession")}
            placeholder={t("organiser.findSession")}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="min-w-0 flex-1"
          />
          {add}
        </div>
        {found.length > 0 ? (
          <SessionList
            key={text}
            state={state}
            sessions={found}
            onEdit={(session) => setOpen({ id: session.id, session })}
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
      </Section>
      {open && (
        <SessionDialog key={open.id} id={open.id} session={open.session} onClose={() => setOpen(null)} />
      )}
    </div>
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

type ListProps = {
  state: LiveState;
  sessions: readonly LiveSession[];
  onEdit: (session: LiveSession) => void;
};

function SessionList({ state, sessions, onEdit }: ListProps) {
  const t = useT();
  const [most, setMost] = useState(step);
  const [removing, setRemoving] = useState<LiveSession | null>(null);
  const [remove] = useMutation(RemoveSessionDocument);
  const zone = state.event.timeZone;
  const days = new Map<string, LiveSession[]>();
  for (const session of sessions.slice(0, most)) {
    const key = agendaDay(session, zone, zone);
    days.set(key, [...(days.get(key) ?? []), session]);
  }
  const confirmed = (session: LiveSession) =>
    remove({ variables: { eventId: state.event.id, sessionId: session.id } }).then(
      () => toast({ title: t("organiser.removedToast"), body: session.title }),
      (error: unknown) =>
        toast({ tone: "error", title: t("organiser.removeFailed"), body: toProblem(error).message }),
    );
  return (
    <>
      {Array.from(days, ([key, list]) => (
        <section key={key} className="mb-4">
          <h3 className="mb-2 text-13 font-medium text-muted">
            {dayLong(`${key}T12:00:00Z`, "UTC")} · {t("common.zoneTime", { city: zoneCity(zone) })}
          </h3>
          <Card padded={false}>
            <ul className="divide-y divide-border">
              {list.map((session) => (
                <SessionRow
                  key={session.id}
                  state={state}
                  session={session}
                  day={key}
                  onEdit={() => onEdit(session)}
                  onRemove={() => setRemoving(session)}
                />
              ))}
            </ul>
          </Card>
        </section>
      ))}
      {sessions.length > most && (
        <Button variant="outline" onClick={() => setMost(most + 2 * step)}>
          {t("organiser.showMore")}
        </Button>
      )}
      <Confirm
        danger
        open={removing !== null}
        onOpenChange={(is) => !is && setRemoving(null)}
        title={t("organiser.removeTitle")}
        description={t("organiser.removeBody", { title: removing?.title })}
        action={t("organiser.remove")}
        onConfirm={() => removing && void confirmed(removing)}
      />
    </>
  );
}

type RowProps = {
  state: LiveState;
  session: LiveSession;
  /** The day it stands under. */
  day: string;
  onEdit: () => void;
  onRemove: () => void;
};

function SessionRow({ state, session, day, onEdit, onRemove }: RowProps) {
  const t = useT();
  const zone = state.event.timeZone;
  const { startsAt, endsAt } = session;
  // A day where it is another one than the heading says.
  const time = (at: string) => (dayKey(at, zone) === day ? clock(at, zone) : dayAndClock(at, zone));
  const speakers = speakersOf(state, session).map((speaker) => speaker.name);
  return (
    <li className="flex items-start gap-4 py-2.5 pr-2 pl-4 max-md:gap-3">
      <span className="w-24 shrink-0 pt-px text-13 text-muted tabular-nums max-md:w-11">
        {time(startsAt)}
        {!isMilestone(session) && <span className="max-md:hidden"> – {time(endsAt)}</span>}
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-14 font-medium break-words">{session.title}</p>
        <p className="text-12 text-muted">
          {[isMilestone(session) && t("common.milestone"), speakers.join(", "), placeLine(state, session)]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <div className="flex shrink-0">
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("organiser.editSession", { title: session.title })}
          onClick={onEdit}
        >
          <Icon icon={Pencil} />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("organiser.removeSession", { title: session.title })}
          onClick={onRemove}
        >
          <Icon icon={Trash2} />
        </Button>
      </div>
    </li>
  );
}
