"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { Icon } from "@/components/ui/icon";
import { toast } from "@/components/ui/toast";
import type { Change } from "@/features/agenda";
import {
  agendaDay,
  isMilestone,
  placeLine,
  speakersOf,
  type LiveSession,
  type LiveState,
} from "@/features/live-event";
import { RemoveSession } from "@/gen/operations/organiser";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { clock, dayAndClock, dayKey, dayLong, zoneCity } from "@/lib/time";

const step = 60;

type ListProps = {
  /** With the draft in the place of the agenda. */
  state: LiveState;
  sessions: readonly LiveSession[];
  /** What of it is not published. */
  changes: readonly Change[];
  onEdit: (session: LiveSession) => void;
  onChanged: () => void;
};

export function SessionList({ state, sessions, changes, onEdit, onChanged }: ListProps) {
  const t = useT();
  const [most, setMost] = useState(step);
  const [removing, setRemoving] = useState<LiveSession | null>(null);
  const zone = state.event.timeZone;
  const kinds = new Map(changes.map(({ id, kind }) => [id, kind]));
  const isOpen = state.event.status !== "draft";
  const days = new Map<string, LiveSession[]>();
  for (const session of sessions.slice(0, most)) {
    const key = agendaDay(session, zone, zone);
    days.set(key, [...(days.get(key) ?? []), session]);
  }
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
                  kind={isOpen ? kinds.get(session.id) : undefined}
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
      {removing && (
        <RemoveConfirm
          state={state}
          session={removing}
          onRemoved={onChanged}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

type RemoveProps = {
  state: LiveState;
  session: LiveSession;
  onRemoved: () => void;
  onClose: () => void;
};

function RemoveConfirm({ state, session, onRemoved, onClose }: RemoveProps) {
  const t = useT();
  const { id: eventId, status } = state.event;
  const confirmed = () =>
    request(RemoveSession, { eventId, sessionId: session.id }).then(
      () => {
        toast({ title: t("organiser.removedToast"), body: session.title });
        onRemoved();
      },
      (error: unknown) =>
        toast({ tone: "error", title: t("organiser.removeFailed"), body: toProblem(error).message }),
    );
  return (
    <Confirm
      danger
      open
      onOpenChange={(is) => !is && onClose()}
      title={t("organiser.removeTitle")}
      description={t(status === "draft" ? "organiser.removeBodyDraft" : "organiser.removeBody", {
        title: session.title,
      })}
      action={t("organiser.remove")}
      onConfirm={() => void confirmed()}
    />
  );
}

type RowProps = {
  state: LiveState;
  session: LiveSession;
  /** The day it stands under. */
  day: string;
  /** How it differs from what everybody sees. */
  kind: Change["kind"] | undefined;
  onEdit: () => void;
  onRemove: () => void;
};

function SessionRow({ state, session, day, kind, onEdit, onRemove }: RowProps) {
  const t = useT();
  const zone = state.event.timeZone;
  const { startsAt, endsAt } = session;
  // A day where it is another one than the heading says.
  const time = (at: string) => (dayKey(at, zone) === day ? clock(at, zone) : dayAndClock(at, zone));
  const speakers = speakersOf(state, session).map((speaker) => speaker.name);
  return (
    <li className="flex items-start gap-4 py-2.5 ps-4 pe-2 max-md:gap-3">
      <span className="w-24 shrink-0 pt-px text-13 text-muted tabular-nums max-md:w-11">
        {time(startsAt)}
        {!isMilestone(session) && <span className="max-md:hidden"> – {time(endsAt)}</span>}
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-14 font-medium break-words">
          <bdi>{session.title}</bdi>
          {kind && (
            <Badge tone="accent" size="sm" className="ms-2 align-[1px]">
              {t("changes.label", { kind })}
            </Badge>
          )}
        </p>
        <p dir="auto" className="text-12 text-muted">
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
