"use client";

import { useCallback, useState, type ReactNode } from "react";

import { Confirm } from "@/components/ui/confirm";
import { toast } from "@/components/ui/toast";
import { MutePerson, RemoveMessage } from "@/gen/operations/chat";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";

import type { Chat } from "./live";
import type { MessageAction, MuteSpan } from "./message-menu";
import { received } from "./room-state";
import { namedText, plainText } from "./text";
import type { HeldRoom } from "./use-chat";

/** Thirty days is the longest the server mutes for: longer than any event. */
const minutesOf: Record<MuteSpan, number> = { ten: 10, hour: 60, long: 60 * 24 * 30 };

/** Does what the menu of a message offers, asking first where it cannot be undone. */
export function useActions(held: HeldRoom): {
  /** Always the same, so that rows are not drawn again because of it. */
  act: (action: MessageAction) => void;
  dialogs: ReactNode;
} {
  const perform = useLatest(usePerform(held));
  const [asked, setAsked] = useState<Grave | null>(null);
  const act = useCallback(
    (action: MessageAction) => {
      if (action.kind === "remove" || action.kind === "mute") setAsked(action);
      else void perform.current(action);
    },
    [perform],
  );
  const dialogs = asked && (
    <Ask
      action={asked}
      chat={held.chat}
      onClose={() => setAsked(null)}
      onConfirm={() => void perform.current(asked)}
    />
  );
  return { act, dialogs };
}

/** What cannot be undone, or is felt by somebody else. */
type Grave = Extract<MessageAction, { kind: "remove" | "mute" }>;
type AskProps = { action: Grave; chat: Chat; onClose: () => void; onConfirm: () => void };

function Ask({ action, chat, onClose, onConfirm }: AskProps) {
  const t = useT();
  const { senderId } = action.line;
  const name = nameOf(chat, senderId) ?? t("chat.somebody");
  const words =
    action.kind === "remove"
      ? {
          title: t("chat.removeTitle"),
          description: t(senderId === chat.me ? "chat.removeOwn" : "chat.removeOther"),
          action: t("chat.remove"),
        }
      : {
          title: t("chat.muteTitle", { name }),
          description: t("chat.muteBody", { name, span: action.span }),
          action: t("chat.muteAction"),
        };
  return <Confirm open danger onOpenChange={(open) => !open && onClose()} {...words} onConfirm={onConfirm} />;
}

function usePerform({ chat, room }: HeldRoom): (action: MessageAction) => Promise<void> {
  const t = useT();
  const remove = async (messageId: string) => {
    const { removeMessage } = await request(RemoveMessage, { messageId });
    room.change((state) => received(state, removeMessage));
  };
  const mute = async (personId: string, minutes: number | null) => {
    const eventId = room.store.get().room?.eventId;
    if (!eventId) return;
    await request(MutePerson, { eventId, personId, minutes });
    const name = nameOf(chat, personId) ?? t("chat.somebody");
    toast({ title: t(minutes ? "chat.mutedToast" : "chat.unmutedToast", { name }) });
  };
  return async (action) => {
    try {
      if (action.kind === "copy") {
        await navigator.clipboard.writeText(forClipboard(action.line.body));
        toast({ title: t("chat.copied") });
      } else if (action.kind === "remove") await remove(action.line.id);
      else if (action.kind === "mute") await mute(action.line.senderId, minutesOf[action.span]);
      else await mute(action.line.senderId, null);
    } catch (error) {
      toast({ title: toProblem(error).message, tone: "error" });
    }
  };
}

const nameOf = (chat: Chat, id: string) => chat.people.store.get().get(id)?.name;

/** As it was written, mentions by name. */
const forClipboard = (body: string) => (body.includes("\n") ? namedText(body) : plainText(body));
