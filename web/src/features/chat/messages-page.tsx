"use client";

import { ArrowLeft, MessageSquare } from "lucide-react";
import { useEffect } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/states";
import { WhenNote } from "@/components/ui/time";
import { TeamMark } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { stateOf } from "@/lib/live-query";

import { ConversationList } from "./conversation-list";
import { RoomLoading, RoomPanel } from "./room-panel";
import { useConversations, usePeople, useRoom, useRoomView, type HeldRoom } from "./use-chat";

export type MessagesPageProps = {
  /** The path of this page without the room. */
  base: string;
  roomId?: string;
  className?: string;
};

/** Conversations, and the one that is open; side by side where there is room for both. Fills its parent's height. */
export function MessagesPage({ base, roomId, className }: MessagesPageProps) {
  const t = useT();
  return (
    <div className={cn("@container flex h-full min-h-0", className)}>
      <div
        className={cn(
          "flex w-full min-w-0 scrollbar-slim flex-col overflow-y-auto @2xl:w-75 @2xl:shrink-0 @2xl:border-e @2xl:border-border",
          roomId && "@max-2xl:hidden",
        )}
      >
        <div className="flex flex-wrap items-baseline gap-x-3 px-5 pt-5 pb-3">
          <h1 className="text-20 font-semibold">{t("chat.messages")}</h1>
          <WhenNote className="text-13 text-muted" />
        </div>
        <div className="px-2 pb-3">
          <ConversationList base={base} current={roomId} />
        </div>
      </div>
      <div className={cn("min-w-0 flex-1", !roomId && "@max-2xl:hidden")}>
        {/* Where the list with its heading gives way to the conversation, the page still needs one. */}
        {roomId && <h1 className="sr-only @2xl:hidden">{t("chat.messages")}</h1>}
        {roomId ? (
          <DirectRoom key={roomId} roomId={roomId} base={base} />
        ) : (
          <EmptyState className="pt-24" icon={MessageSquare} title={t("chat.pickConversation")} />
        )}
      </div>
    </div>
  );
}

function DirectRoom({ roomId, base }: { roomId: string; base: string }) {
  const held = useRoom(roomId);
  if (!held) return <RoomLoading />;
  return <WithPerson held={held} base={base} />;
}

function WithPerson({ held, base }: { held: HeldRoom; base: string }) {
  const t = useT();
  const { chat } = held;
  const people = usePeople(chat);
  const { room } = useRoomView(held);
  const list = stateOf(useConversations().view);
  const conversation = list?.find((one) => one.room.id === held.room.id);
  const known = conversation?.with;
  const otherId = known?.id ?? room?.memberIds.find((id) => id !== chat.me);
  // Asks the directory, which answers to all who follow it.
  useEffect(() => {
    if (otherId) chat.people.want([otherId]);
  }, [chat, otherId]);
  const person = known ?? (otherId ? people.get(otherId) : undefined);
  const name = person?.name ?? t("chat.somebody");
  const head = (
    <div className="flex h-14 shrink-0 items-center gap-2.5 border-b border-border px-4">
      <Button asChild variant="ghost" size="icon" className="-ms-2 @2xl:hidden">
        <Link href={base} aria-label={t("chat.back")}>
          <Icon icon={ArrowLeft} size={20} />
        </Link>
      </Button>
      {person && <Avatar id={person.id} name={name} size={32} decorative />}
      <span className="min-w-0">
        <span className="flex items-center gap-1.5">
          <h2 dir="auto" className="truncate font-semibold">
            {name}
          </h2>
          {person && <TeamMark personId={person.id} />}
        </span>
        {person?.headline && (
          <p dir="auto" className="truncate text-12 text-muted">
            {person.headline}
          </p>
        )}
      </span>
    </div>
  );
  const closed = conversation?.blocked ? t("chat.youBlocked", { name }) : undefined;
  return <RoomPanel roomId={held.room.id} title={name} head={head} closed={closed} />;
}
