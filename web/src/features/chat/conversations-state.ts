import type { ConversationsQuery } from "@/gen/graphql";
import type { Message } from "@/gen/sockets";

export type Conversation = ConversationsQuery["conversations"][number];

/** What is pushed about conversations, in the order it came. */
export type ConversationPush =
  | { readonly kind: "message"; readonly roomId: string; readonly message: Message }
  | { readonly kind: "read"; readonly roomId: string; readonly unread: number }
  | { readonly kind: "closed"; readonly roomId: string; readonly closed: boolean };

/** Latest first; those without a message stay where they were, behind. */
const inOrder = (a: Conversation, b: Conversation) => {
  const [one, other] = [a.last?.sentAt ?? "", b.last?.sentAt ?? ""];
  return one === other ? 0 : one < other ? 1 : -1;
};

/**
 * The list after a push. A repetition changes nothing; null for a conversation that is not in it, which has to be asked
 * for. Reading is told of every kind of room, and no reason to ask.
 */
export function mergeConversations(
  list: ReadonlyArray<Conversation>,
  push: ConversationPush,
  me: string,
): ReadonlyArray<Conversation> | null {
  const there = list.find((one) => one.room.id === push.roomId);
  if (!there) return push.kind === "read" ? list : null;
  const changed = after(there, push, me);
  return changed === there ? list : list.map((one) => (one === there ? changed : one)).sort(inOrder);
}

function after(one: Conversation, push: ConversationPush, me: string): Conversation {
  if (push.kind === "message") return said(one, push.message, me);
  if (push.kind === "read") return withUnread(one, push.unread);
  return one.blocked === push.closed ? one : { ...one, blocked: push.closed };
}

const withUnread = (one: Conversation, unread: number): Conversation =>
  one.unread === unread ? one : { ...one, unread };

function said(one: Conversation, message: Message, me: string): Conversation {
  const seq = one.last?.seq ?? 0;
  if (message.seq > seq)
    return {
      ...one,
      last: message,
      unread: one.unread + (message.senderId === me || message.removed ? 0 : 1),
    };
  if (message.id === one.last?.id && message.revision > one.last.revision) return { ...one, last: message };
  return one;
}

export const unreadIn = (list: ReadonlyArray<Conversation>): number =>
  list.reduce((sum, one) => sum + one.unread, 0);
