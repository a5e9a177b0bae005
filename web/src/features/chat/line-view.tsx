"use client";

import { memo } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { TeamBadge } from "@/features/live-event";
import type { EventRole } from "@/gen/graphql";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { MessageMenu, type MessageAction } from "./message-menu";
import type { Line } from "./rows";
import { TextView } from "./text-view";

/** What stands beside a name: a role of the event's team, or that somebody is on the agenda. */
export type Role = EventRole;

export type LineViewProps = {
  line: Line;
  head: boolean;
  /** Somebody came for it. */
  marked: boolean;
  name: string;
  role?: Role;
  mine: boolean;
  staff: boolean;
  /** For the team: until when the sender may only read, as people say it. */
  mutedUntil: string | null;
  onAction: (action: MessageAction) => void;
  onRetry: (id: string) => void;
  onDiscard: (id: string) => void;
  /** Takes a refused one back into the field; null while nobody may write here. */
  onEdit: ((id: string) => void) | null;
};

/** One message: with face, name and time at the head of its group, else only what was said. */
export const LineView = memo(function LineView(props: LineViewProps) {
  const { line, head, marked, name, role, mine, staff, mutedUntil, onAction } = props;
  const t = useT();
  const pending = line.seq === null && !line.problem;
  return (
    <article
      aria-label={name}
      aria-busy={pending || undefined}
      aria-current={marked || undefined}
      className={cn(
        "group/line relative flex gap-2.5 px-4 hover:bg-hover/50 [@media(hover:none)]:pe-10",
        head ? "pt-3" : "pt-1",
        marked &&
          "bg-accent-soft pb-1 hover:bg-accent-soft forced-colors:outline-2 forced-colors:-outline-offset-2",
      )}
    >
      <div className="w-8 shrink-0">
        {head ? (
          <Avatar id={line.senderId} name={name} size={32} decorative />
        ) : (
          <Time
            at={line.sentAt}
            className="block text-end text-11/[20px] text-muted tabular-nums opacity-0 group-hover/line:opacity-100"
          />
        )}
      </div>
      <div className={cn("min-w-0 flex-1", pending && "opacity-60")}>
        {head && (
          <div className="flex items-center gap-1.5">
            <bdi className="truncate font-semibold">{name}</bdi>
            {role === "speaker" && (
              <Badge tone="outline" size="sm">
                {t("chat.speaker")}
              </Badge>
            )}
            {role && role !== "speaker" && <TeamBadge role={role} />}
            {mutedUntil && (
              <Badge tone="warn" size="sm" title={t("chat.mutedUntil", { time: mutedUntil })}>
                {t("chat.muted")}
              </Badge>
            )}
            <Time at={line.sentAt} className="shrink-0 text-12 text-muted tabular-nums" />
          </div>
        )}
        {line.removed ? (
          <p className="text-13 text-muted italic">{t("chat.removed")}</p>
        ) : (
          <TextView body={line.body} mentions={line.mentions} />
        )}
        {pending && <span className="sr-only">{t("chat.sending")}</span>}
        {line.problem && <Refused {...props} />}
      </div>
      {!line.removed && !pending && (
        <MessageMenu line={line} mine={mine} staff={staff} muted={mutedUntil !== null} onAction={onAction} />
      )}
    </article>
  );
});

function Refused({ line, onRetry, onDiscard, onEdit }: LineViewProps) {
  const t = useT();
  return (
    <div role="alert" className="mt-1 text-13 text-live-text">
      {t("chat.notSent")} {line.problem?.message}
      <span className="mt-1 flex gap-2">
        <Button size="sm" onClick={() => onRetry(line.id)}>
          {t("chat.retry")}
        </Button>
        {onEdit && (
          <Button size="sm" variant="ghost" onClick={() => onEdit(line.id)}>
            {t("chat.edit")}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={() => onDiscard(line.id)}>
          {t("chat.discard")}
        </Button>
      </span>
    </div>
  );
}
