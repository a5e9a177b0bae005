"use client";

import { useCallback, useState, type ReactNode } from "react";

import { Confirm } from "@/components/ui/confirm";
import { toast } from "@/components/ui/toast";
import { MutePersonDocument, RemoveMessageDocument } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";

import type { MessageAction, MuteSpan } from "./message-menu";
import { received } from "./room-state";
import { plainText } from "./text";
import type { HeldRoom } from "./use-chat";

/** Thirty days is the longest the server mutes for: longer than any event. */
const minutesOf: Record<MuteSpan, number> = { ten: 10, hour: 60, long: 60 * 24 * 30 };

/** Does what the menu of a message offers, asking first where it cannot be undone. */
export function useActions({ chat, room }: HeldRoom): {
  act: (action: MessageAction) => void;
  dialogs: ReactNode;
} {
  const t = useT();
  const [asked, setAsked] = useState<MessageAction | null>(null);
  const nameOf = (id: string) => chat.people.store.get().get(id)?.name ?? t("chat.somebody");
  const remove = async (id: string) => {
    const answer = await chat.client.mutate({
      mutation: RemoveMessageDocument,
      variables: { messageId: id },
    });
    const gone = answer.data?.removeMessage;
    if (gone) room.change((state) => received(state, gone));
  };
  const mute = async (personId: string, minutes: number | null) => {
    const eventId = room.store.get().room?.eventId;
    if (!eventId) return;
    await chat.client.mutate({ mutation: MutePersonDocument, variables: { eventId, personId, minutes } });
    toast({ title: t(minutes ? "chat.mutedToast" : "chat.unmutedToast", { name: nameOf(personId) }) });
  };
  const perform = async (action: MessageAction) => {
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
  const act = useCallback(
    (action: MessageAction) => {
      if (action.kind === "copy" || action.kind === "unmute") void perform(action);
      else setAsked(action);
    },
    // `perform` reads stores only; rows must not be drawn again because of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [room, chat],
  );
  const confirm = (title: string, description: string, action: string) => (
    <Confirm
      open
      danger
      onOpenChange={(open) => !open && setAsked(null)}
      title={title}
      description={description}
      action={action}
      onConfirm={() => asked && void perform(asked)}
    />
  );
  if (asked?.kind === "remove") {
    const own = asked.line.senderId === chat.me;
    const body = t(own ? "chat.removeOwn" : "chat.removeOther");
    return { act, dialogs: confirm(t("chat.removeTitle"), body, t("chat.remove")) };
  }
  if (asked?.kind === "mute") {
    const name = nameOf(asked.line.senderId);
    const body = t("chat.muteBody", { name, span: asked.span });
    return { act, dialogs: confirm(t("chat.muteTitle", { name }), body, t("chat.muteAction")) };
  }
  return { act, dialogs: null };
}

/** As it was written, mentions by name. */
const forClipboard = (body: string) =>
  body.includes("\n") ? body.replace(/@\[([^\]\n]+)\]\([^)]+\)/g, "@$1") : plainText(body);
