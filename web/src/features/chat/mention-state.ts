import { fold } from "@/lib/fold";

import type { ChatPerson } from "./people";

/** "@" and what follows it, just before the caret; null when nobody is being mentioned. */
export type Mentioning = { readonly from: number; readonly query: string };

const before = /(?:^|[\s(])@([\p{L}\p{N}'’.-]*(?: [\p{L}\p{N}'’.-]*)?)$/u;

export function mentioningAt(text: string, caret: number): Mentioning | null {
  const match = before.exec(text.slice(Math.max(0, caret - 60), caret));
  if (!match || match[1] === undefined) return null;
  return { from: caret - match[1].length - 1, query: match[1] };
}

const mostShown = 6;

/** Those whose name, or a part of it, begins so; each once. */
export function matching(people: Iterable<ChatPerson>, query: string): ChatPerson[] {
  const wanted = fold(query);
  const found = new Map<string, ChatPerson>();
  for (const one of people) {
    const name = fold(one.name);
    if (name.startsWith(wanted) || name.split(/\s+/).some((part) => part.startsWith(wanted)))
      found.set(one.id, one);
    if (found.size === mostShown) break;
  }
  return [...found.values()];
}
