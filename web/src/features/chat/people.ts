import type { ChatPersonFragment } from "@/gen/graphql";
import { createStore, type Store } from "@/lib/store";

export type ChatPerson = ChatPersonFragment;
export type People = ReadonlyMap<string, ChatPerson>;

/**
 * Who people are: joins and pushes name those who speak. Who is still not known is asked for, once, all of one moment
 * together; were that the rule, everybody in a full room would ask at the same moment for whoever speaks first.
 */
export type Directory = {
  store: Pick<Store<People>, "get" | "subscribe">;
  learn: (people: Iterable<ChatPerson>) => void;
  /** Takes in the `named`, then asks for those of the `spoke` who are still not known. */
  meet: (named: Iterable<ChatPerson | null>, spoke: Iterable<string>) => void;
  /** Asks for those who are not known. */
  want: (ids: Iterable<string>) => void;
};

const atOnce = 200;

/** `ask` gives the people it knows of these, or throws. */
export function createDirectory(ask: (ids: string[]) => Promise<ReadonlyArray<ChatPerson>>): Directory {
  const store = createStore<People>(new Map());
  const asked = new Set<string>();
  let wanted: string[] = [];

  const learn: Directory["learn"] = (people) => {
    const fresh = [...people].filter((one) => {
      const there = store.get().get(one.id);
      return there?.name !== one.name || there.headline !== one.headline;
    });
    if (fresh.length) store.set(new Map([...store.get(), ...fresh.map((one) => [one.id, one] as const)]));
  };
  const send = async () => {
    const ids = wanted;
    wanted = [];
    for (let first = 0; first < ids.length; first += atOnce) {
      const some = ids.slice(first, first + atOnce);
      try {
        learn(await ask(some));
      } catch {
        // Asked for again when somebody next wants them; until then the place holder stands.
        for (const id of some) asked.delete(id);
      }
    }
  };
  const want: Directory["want"] = (ids) => {
    for (const id of ids) {
      if (asked.has(id) || store.get().has(id)) continue;
      asked.add(id);
      if (wanted.push(id) === 1) queueMicrotask(() => void send());
    }
  };
  const meet: Directory["meet"] = (named, spoke) => {
    learn([...named].filter((one) => one !== null));
    want(spoke);
  };
  return { store, learn, meet, want };
}
