"use client";

import { MessageSquare } from "lucide-react";

import { Avatar } from "@/components/ui/avatar";
import { CountPill } from "@/components/ui/count-pill";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { TeamMark, usePresenceOf } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { cut } from "@/lib/plain";
import { useUser } from "@/lib/session";

import type { Conversation } from "./conversations-state";
import { plainText } from "./text";
import { useConversations } from "./use-chat";

/** My conversations, latest first, with what is unread; `base` is the path under which each is. */
export function ConversationList({ base, current }: { base: string; current?: string }) {
  const t = useT();
  const { view, retry } = useConversations();
  if (view.status === "failed") return <ErrorState message={view.problem.message} onRetry={retry} />;
  if (view.status === "loading") return <ListLoading />;
  const list = view.state;
  if (list.length === 0)
    return (
      <EmptyState
        icon={MessageSquare}
        title={t("chat.noConversationsTitle")}
        body={t("chat.noConversationsBody")}
      />
    );
  return (
    <nav aria-label={t("chat.conversations")}>
      <ul className="space-y-0.5">
        {list.map((one) => (
          <li key={one.room.id}>
            <Entry one={one} base={base} current={one.room.id === current} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Entry({ one, base, current }: { one: Conversation; base: string; current: boolean }) {
  const t = useT();
  const me = useUser()?.id;
  const presence = usePresenceOf(one.withId);
  return (
    <Link
      href={`${base}/${one.room.id}`}
      aria-current={current ? "page" : undefined}
      className={cn(
        "flex h-16 items-center gap-3 rounded-control px-3 hover:bg-hover",
        current && "bg-hover",
      )}
    >
      <Avatar id={one.withId} name={one.with.name} size={40} decorative presence={presence} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="flex min-w-0 flex-1 items-center gap-1.5">
            <span dir="auto" className={cn("truncate", one.unread ? "font-semibold" : "font-medium")}>
              {one.with.name}
            </span>
            <TeamMark personId={one.withId} />
          </span>
          {one.last && (
            <Time at={one.last.sentAt} format="relative" className="text-12 text-muted tabular-nums" />
          )}
        </span>
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className={cn("min-w-0 flex-1 truncate text-13", one.unread ? "text-foreground" : "text-muted")}
          >
            {lastWords(one, me, t)}
          </span>
          <CountPill count={one.unread} />
          {one.unread > 0 && <span className="sr-only">{t("chat.unread", { count: one.unread })}</span>}
        </span>
      </span>
    </Link>
  );
}

function lastWords(one: Conversation, me: string | undefined, t: ReturnType<typeof useT>): string {
  if (one.blocked) return t("chat.blocked");
  if (!one.last) return t("chat.noWords");
  const text = one.last.removed ? t("chat.removed") : cut(plainText(one.last.body), 120);
  return one.last.senderId === me ? t("chat.you", { text }) : text;
}

function ListLoading() {
  return (
    <Loading className="space-y-2 p-3">
      {[1, 2, 3, 4].map((row) => (
        <div key={row} className="flex h-14 items-center gap-3">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="w-1/2" />
            <Skeleton className="w-5/6" />
          </div>
        </div>
      ))}
    </Loading>
  );
}
