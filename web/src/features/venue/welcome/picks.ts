import { wordName } from "@/lib/topics";

const plain = (word: string) => wordName(word).normalize("NFKC").toLowerCase();

/** What is suggested, each picked or not, and what was picked besides. */
export function bySuggestion(suggested: readonly string[], picked: readonly string[]) {
  const there = new Set(suggested.map(plain));
  const mine = new Set(picked.map(plain));
  return {
    chips: suggested.map((word) => ({ word, on: mine.has(plain(word)) })),
    own: picked.filter((word) => !there.has(plain(word))),
  };
}

/** With the topic, or without it if it was there. */
export function toggled(picked: readonly string[], word: string): readonly string[] {
  const others = picked.filter((one) => plain(one) !== plain(word));
  return others.length < picked.length ? others : [...picked, word];
}
