const plain = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/** What a value is called, where that is not the value itself. */
export type Show = (value: string) => string;
const itself: Show = (value) => value;

/** The words with one more, unless it is there (in any case) or there are `most`. Commas separate several. */
export function added(
  words: readonly string[],
  text: string,
  most: number,
  show = itself,
): readonly string[] {
  let all = words;
  for (const part of text.split(",")) {
    const word = part.replace(/\s+/gu, " ").trim();
    if (word && all.length < most && without([word], all, show).length > 0) all = [...all, word];
  }
  return all;
}

/** Suggestions without what is picked already. */
export function without(found: readonly string[], words: readonly string[], show = itself): string[] {
  const there = new Set(words.map((word) => plain(show(word))));
  return found.filter((word) => !there.has(plain(show(word))));
}

/** Those that begin with what was typed, then those that have a word that does. */
export function fitting(all: readonly string[], text: string, show = itself, limit = 8): string[] {
  const wanted = plain(text);
  if (!wanted) return [];
  const begins = all.filter((word) => plain(show(word)).startsWith(wanted));
  const inside = all.filter((word) => !begins.includes(word) && plain(show(word)).includes(wanted));
  return [...begins, ...inside].slice(0, limit);
}
