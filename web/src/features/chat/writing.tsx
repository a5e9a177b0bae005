"use client";

import { useCallback, useMemo, type Ref } from "react";

import { ChatMentionable } from "@/gen/operations/chat";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { request } from "@/lib/request";
import { dayClock } from "@/lib/time";
import { useShownZone, zoneWords } from "@/lib/whose-clock";

import { Composer } from "./composer";
import type { RoomView } from "./room";
import { usePeople, type HeldRoom } from "./use-chat";
import type { ComposerHandle } from "./use-composer";

export type WritingProps = {
  held: HeldRoom;
  view: RoomView;
  name: string;
  composer: Ref<ComposerHandle>;
  /** Why I cannot write, where this page knows it better than the server says. */
  closed?: string;
  onWritten: () => void;
};

const isMuted = (view: RoomView, now: number | null) =>
  view.mutedUntil !== null && Date.parse(view.mutedUntil) > (now ?? 0);
export const mayWrite = (view: RoomView, now: number | null): boolean => !view.refused && !isMuted(view, now);

/** Looked at for whom one may want to mention. */
const recent = 60;
const aWeek = 7 * 24 * 3_600_000;

/** The field to write in, or why one cannot. */
export function Writing({ held, view, name, closed, composer, onWritten }: WritingProps) {
  const t = useT();
  const now = useNow();
  const shown = useShownZone();
  const { chat, room } = held;
  const people = usePeople(chat);
  const eventId = view.room?.eventId ?? null;
  const near = useMemo(() => {
    const ids = view.messages.slice(-recent).map((one) => one.senderId);
    const members = view.room?.memberIds ?? [];
    const others = [...ids.reverse(), ...members].filter((id) => id !== chat.me);
    return [...new Set(others)].flatMap((id) => people.get(id) ?? []);
  }, [view.messages, view.room, people, chat.me]);
  const find = useCallback(
    async (text: string) => {
      if (!eventId) return [];
      const { searchPeople } = await request(ChatMentionable, { eventId, text });
      return searchPeople.filter((one) => one.id !== chat.me);
    },
    [chat, eventId],
  );
  if (closed) return <Notice>{closed}</Notice>;
  if (view.refused) return <Notice>{view.refused.message || t("chat.refused")}</Notice>;
  if (view.mutedUntil && isMuted(view, now)) {
    const far = Date.parse(view.mutedUntil) - (now ?? 0) > aWeek;
    const at = Date.parse(view.mutedUntil);
    const time = `${dayClock(at, now ?? at, shown.zone)}, ${zoneWords(shown, [at])}`;
    return <Notice>{far ? t("chat.youMutedLong") : t("chat.youMuted", { time })}</Notice>;
  }
  const direct = view.room?.kind === "direct";
  return (
    <Composer
      key={room.id}
      handle={composer}
      draftKey={`chat.${room.id}`}
      label={direct ? t("chat.messageTo", { name }) : t("chat.message", { room: `#${name}` })}
      onSend={(body) => {
        chat.outbox.send(room.id, body);
        onWritten();
      }}
      onTyping={() => chat.typing(room.id)}
      near={near}
      find={eventId ? find : null}
    />
  );
}

function Notice({ children }: { children: string }) {
  return (
    <p role="status" className="mx-3 mb-3 rounded-card bg-sunken px-3 py-2.5 text-13 text-muted">
      {children}
    </p>
  );
}
