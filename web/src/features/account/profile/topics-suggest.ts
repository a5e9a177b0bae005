"use client";

import { useEffect, useState } from "react";

import { Topics } from "@/gen/operations/profile";
import { useLatest } from "@/lib/hooks";
import { request } from "@/lib/request";
import { topicWord } from "@/lib/topics";

export type Suggest = (text: string) => Promise<readonly string[]> | readonly string[];

/** Typing pauses this long before the server is asked, in ms. */
const pause = 120;

/** Curated topics by name (in any language), alias and meaning, from the server. */
export const suggestTopics: Suggest = async (text) => (await request(Topics, { text })).topics.map(topicWord);

/** What fits what is typed; nothing when nobody answers: typing it still works. */
export function useSuggestions(text: string, suggest: Suggest): readonly string[] {
  const [found, setFound] = useState<{ text: string; words: readonly string[] }>({ text: "", words: [] });
  const ask = useLatest(suggest);
  const wanted = text.trim();
  // Asked after a pause in the typing; an answer that a later word overtook is dropped.
  useEffect(() => {
    if (!wanted) return;
    let stale = false;
    const timer = setTimeout(() => {
      Promise.resolve(ask.current(wanted)).then(
        (words) => !stale && setFound({ text: wanted, words }),
        () => !stale && setFound({ text: wanted, words: [] }),
      );
    }, pause);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [wanted, ask]);
  // The last answer stays while the next is under way, so that the list does not flicker.
  return wanted ? found.words : [];
}
