const plain = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/** The words with one more, unless it is there (in any case) or there are `most`. Commas separate several. */
export function added(words: readonly string[], text: string, most: number): readonly string[] {
  let all = words;
  for (const part of text.split(",")) {
    const word = part.replace(/\s+/gu, " ").trim();
    if (word && all.length < most && !all.some((one) => plain(one) === plain(word))) all = [...all, word];
  }
  return all;
}

/** Suggestions without what is picked already. */
export function without(found: readonly string[], words: readonly string[]): string[] {
  const there = new Set(words.map(plain));
  return found.filter((word) => !there.has(plain(word)));
}

/** Those that begin with what was typed, then those that have a word that does. */
export function fitting(all: readonly string[], text: string, limit = 8): string[] {
  const wanted = plain(text);
  if (!wanted) return [];
  const begins = all.filter((word) => plain(word).startsWith(wanted));
  const inside = all.filter((word) => !begins.includes(word) && plain(word).includes(wanted));
  return [...begins, ...inside].slice(0, limit);
}
