"use client";

import { useEffect, useState, type KeyboardEvent } from "react";

import type { FindPeople } from "./mention-picker";
import { matching, mentioningAt } from "./mention-state";
import type { ChatPerson } from "./people";

const pause = 150;

export type Mentions = {
  /** There is somebody to choose from. */
  choosing: boolean;
  /** The caret is where a name is being typed. */
  typing: boolean;
  /** Everybody who could be meant, as far as this page has heard of them. */
  known: ReadonlyArray<ChatPerson>;
  people: ChatPerson[];
  /** The index of the one that Enter picks. */
  chosen: number;
  point: (index: number) => void;
  pick: (person: ChatPerson) => void;
  /** Keys while one chooses; answers whether the key was for this. */
  keys: (event: KeyboardEvent) => boolean;
};
type Does = {
  /** The person instead of what is typed of them, from the "@" to the caret. */
  pick: (person: ChatPerson, typed: { from: number; to: number }) => void;
  close: () => void;
};

/** Choosing whom to mention, from what stands before the caret. */
export function useMentions(
  text: string,
  caret: number | null,
  near: ReadonlyArray<ChatPerson>,
  find: FindPeople | null,
  does: Does,
): Mentions {
  const [active, point] = useState(0);
  const mentioning = caret === null ? null : mentioningAt(text, caret);
  const query = mentioning?.query ?? null;
  const known = useMentionable(query, near, find);
  const people = query === null ? [] : matching(known, query);
  const choosing = mentioning !== null && people.length > 0;
  const chosen = Math.min(active, people.length - 1);
  const pick = (person: ChatPerson) => {
    if (!mentioning || caret === null) return;
    does.pick(person, { from: mentioning.from, to: caret });
    point(0);
  };
  const keys = (event: KeyboardEvent) => {
    if (!choosing) return false;
    const person = people[chosen];
    if (event.key === "ArrowDown") point((chosen + 1) % people.length);
    else if (event.key === "ArrowUp") point((chosen + people.length - 1) % people.length);
    else if ((event.key === "Enter" || event.key === "Tab") && person) pick(person);
    else if (event.key === "Escape") does.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { choosing, typing: mentioning !== null, known, people, chosen, point, pick, keys };
}

const mostSeen = 300;

/** Who may fit what follows the "@": those who talked here at once, the others of the event a moment later. */
function useMentionable(
  query: string | null,
  near: ReadonlyArray<ChatPerson>,
  find: FindPeople | null,
): ChatPerson[] {
  const [seen, setSeen] = useState<ReadonlyArray<ChatPerson>>([]);
  // Asks the server after a pause.
  useEffect(() => {
    if (!query || !find) return;
    const timer = setTimeout(() => {
      find(query).then(
        (people) => setSeen((before) => [...people, ...before].slice(0, mostSeen)),
        () => undefined,
      );
    }, pause);
    return () => clearTimeout(timer);
  }, [query, find]);
  return [...near, ...seen];
}
