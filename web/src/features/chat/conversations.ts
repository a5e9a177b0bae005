import { toProblem, type Problem } from "@/lib/problem";
import { createStore, type Store } from "@/lib/store";

import { isKnown, mergeConversations, type Conversation, type ConversationPush } from "./conversations-state";

export type ConversationsView = {
  /** Null before the first answer. */
  list: ReadonlyArray<Conversation> | null;
  problem: Problem | null;
};

export type Conversations = {
  store: Pick<Store<ConversationsView>, "get" | "subscribe">;
  reload: () => Promise<void>;
  hear: (push: ConversationPush) => void;
};

/** My direct rooms, kept true by pushes; `ask` throws Problems. */
export function createConversations(
  me: string,
  ask: () => Promise<ReadonlyArray<Conversation>>,
): Conversations {
  const store = createStore<ConversationsView>({ list: null, problem: null });
  let early: ConversationPush[] | null = null;
  let turn = 0;

  const reload = async () => {
    const mine = ++turn;
    early = [];
    try {
      const answer = await ask();
      if (mine !== turn) return;
      // What was pushed meanwhile may be newer than the answer, or in it already.
      const list = early.reduce((all, push) => mergeConversations(all, push, me), answer);
      early = null;
      store.set({ list, problem: null });
    } catch (error) {
      if (mine !== turn) return;
      early = null;
      store.set({ ...store.get(), problem: toProblem(error) });
    }
  };
  const hear = (push: ConversationPush) => {
    early?.push(push);
    const { list, problem } = store.get();
    if (!list) return;
    if (!isKnown(list, push.roomId)) return void (early || reload());
    store.set({ list: mergeConversations(list, push, me), problem });
  };
  return { store, reload, hear };
}
