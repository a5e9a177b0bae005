import type { ChatPersonFragment } from "@/gen/graphql";
import { createStore, type Store } from "@/lib/store";

export type ChatPerson = ChatPersonFragment;
export type People = ReadonlyMap<string, ChatPerson>;

/** Who people are: pushes carry ids only. What is not known is asked for, once, a few at a time. */
export type Directory = {
  store: Pick<Store<People>, "get" | "subscribe">;
  learn: (people: Iterable<ChatPerson>) => void;
  /** Asks for those who are not known. */
  want: (ids: Iterable<string>) => void;
};

const atOnce = 4;

/** `ask` gives one person, or throws. */
export function createDirectory(ask: (id: string) => Promise<ChatPerson>): Directory {
  const store = createStore<People>(new Map());
  const asked = new Set<string>();
  const queue: string[] = [];
  let busy = 0;

  const learn: Directory["learn"] = (people) => {
    const fresh = [...people].filter((one) => {
      const there = store.get().get(one.id);
      return there?.name !== one.name || there.headline !== one.headline;
    });
    if (fresh.length) store.set(new Map([...store.get(), ...fresh.map((one) => [one.id, one] as const)]));
  };
  const work = async () => {
    busy++;
    for (let id = queue.shift(); id; id = queue.shift()) {
      if (store.get().has(id)) continue;
      try {
        learn([await ask(id)]);
      } catch {
        // Asked for again when somebody next wants it; until then the place holder stands.
        asked.delete(id);
      }
    }
    busy--;
  };
  return {
    store,
    learn,
    want: (ids) => {
      for (const id of ids) {
        if (asked.has(id) || store.get().has(id)) continue;
        asked.add(id);
        queue.push(id);
        if (busy < atOnce) void work();
      }
    },
  };
}
