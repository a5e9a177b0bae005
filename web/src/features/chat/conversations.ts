import { createLiveQuery, type LiveQuery } from "@/lib/live-query";
import { on } from "@/lib/socket";

import { mergeConversations, type Conversation, type ConversationPush } from "./conversations-state";

export type ConversationList = ReadonlyArray<Conversation>;
export type Conversations = LiveQuery<ConversationList>;

/** My direct rooms; asked for when first wanted, and open from then on. */
export function createConversations(me: string, ask: () => Promise<ConversationList>): Conversations {
  return createLiveQuery<ConversationList>({
    ask: async () => {
      const list = await ask();
      return () => list;
    },
    listen: ({ change }) => {
      const hear = (push: ConversationPush) => change((list) => mergeConversations(list, push, me));
      return [
        on("chat.direct", ({ roomId, message }) => hear({ kind: "message", roomId, message })),
        on("chat.closed", ({ roomId, closed }) => hear({ kind: "closed", roomId, closed })),
        on("chat.read", ({ roomId, unread }) => hear({ kind: "read", roomId, unread })),
      ];
    },
    linger: Infinity,
  });
}
