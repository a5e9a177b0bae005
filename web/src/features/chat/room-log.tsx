"use client";

import { useCallback, useEffect, useEffectEvent, useMemo, useState, type ReactNode } from "react";

import { announce } from "@/components/ui/live-region";
import { toast } from "@/components/ui/toast";
import { useTeamMutes } from "@/features/live-event";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { cut } from "@/lib/plain";
import { dayClock } from "@/lib/time";
import { useShownZone } from "@/lib/whose-clock";

import { LineView, type Role } from "./line-view";
import { Log, type Goal } from "./log";
import type { RoomView } from "./room";
import { hasOlder } from "./room-state";
import { linesOf, rowsOf, type Line } from "./rows";
import { soughtIsShown } from "./sought";
import { plainText } from "./text";
import { useActions } from "./use-actions";
import { useOutgoing, usePeople, type HeldRoom } from "./use-chat";
import { useReading } from "./use-reading";

export type RoomLogProps = {
  held: HeldRoom;
  view: RoomView;
  /** How often the reader has written since this is open. */
  written: number;
  roleOf?: (userId: string) => Role | undefined;
  /** The number of a message to show. */
  sought: number | null;
  /** Takes a refused message of mine back into the field; null while I may not write. */
  onEdit: ((id: string) => void) | null;
  /** Instead of the log, while there is nothing in it. */
  empty: ReactNode;
};

/** The message that was sought, once it is here: its row is shown, and marked until another is. */
function useFound({ room, chat }: HeldRoom, view: RoomView, sought: number | null): Goal | null {
  const t = useT();
  const [found, setFound] = useState<Goal | null>(null);
  const ready = view.revision !== null;
  const show = useEffectEvent((seq: number) => {
    const message = room.store.get().messages.find((one) => one.seq === seq);
    if (!message) return;
    setFound({ key: message.id });
    const name = chat.people.store.get().get(message.senderId)?.name ?? t("chat.somebody");
    const text = message.removed ? t("chat.removed") : cut(plainText(message.body), 200);
    announce(t("chat.saidBy", { name, text }));
  });
  // Asks for what is further back.
  useEffect(() => {
    if (sought === null || !ready) return;
    let over = false;
    void room.reach(sought).then((there) => {
      if (over) return;
      if (there) show(sought);
      else toast({ title: t(there === null ? "chat.messageFar" : "chat.messageGone") });
      soughtIsShown();
    });
    return () => {
      over = true;
    };
  }, [room, ready, sought, t]);
  return found;
}

/** What is said in the room, with what I have on its way. */
export function RoomLog({ held, view, written, roleOf, sought, onEdit, empty }: RoomLogProps) {
  const t = useT();
  const now = useNow();
  const { zone } = useShownZone();
  const { chat, room } = held;
  const people = usePeople(chat);
  const outgoing = useOutgoing(chat);
  const { newAfter, unseen, onAtEnd } = useReading(held, view, written);
  const mutes = useTeamMutes(view.canModerate ? (view.room?.eventId ?? null) : null);
  const { act, dialogs } = useActions(held);
  const rows = useMemo(() => {
    const mine = outgoing.filter((one) => one.roomId === room.id);
    return rowsOf(linesOf(view, mine, chat.me), newAfter, zone);
  }, [view, outgoing, room.id, chat.me, newAfter, zone]);
  // Asks the directory, which answers to all who follow it.
  useEffect(() => {
    // Not before there is an answer: it names them all, me too.
    if (view.room || view.messages.length)
      chat.people.want([chat.me, ...view.messages.map((one) => one.senderId)]);
  }, [chat, view.room, view.messages]);
  const onRetry = useCallback((id: string) => chat.outbox.retry(id), [chat]);
  const onDiscard = useCallback((id: string) => chat.outbox.discard(id), [chat]);
  const found = useFound(held, view, sought);
  const mutedUntil = (id: string) => {
    const until = mutes.get(id);
    return until ? dayClock(until, now ?? until, zone) : null;
  };
  const line = (one: Line, head: boolean) => (
    <LineView
      line={one}
      head={head}
      marked={one.id === found?.key}
      name={people.get(one.senderId)?.name ?? t("chat.somebody")}
      role={roleOf?.(one.senderId)}
      mine={one.senderId === chat.me}
      staff={view.canModerate}
      mutedUntil={mutedUntil(one.senderId)}
      onAction={act}
      onRetry={onRetry}
      onDiscard={onDiscard}
      onEdit={onEdit}
    />
  );
  if (empty && rows.length === 0) return <div className="flex min-h-0 flex-1">{empty}</div>;
  return (
    <>
      <Log
        rows={rows}
        line={line}
        older={view.older === "idle" ? (hasOlder(view) ? "more" : "none") : view.older}
        onOlder={() => void room.loadOlder()}
        unseen={unseen}
        onAtEnd={onAtEnd}
        toEnd={written}
        to={found}
      />
      {dialogs}
    </>
  );
}
