const plain = (name: string) => name.normalize("NFKC").toLowerCase();

/** What is suggested, each picked or not, and what was picked besides. */
export function bySuggestion(suggested: readonly string[], picked: readonly string[]) {
  const there = new Set(suggested.map(plain));
  const mine = new Set(picked.map(plain));
  return {
    chips: suggested.map((name) => ({ name, on: mine.has(plain(name)) })),
    own: picked.filter((name) => !there.has(plain(name))),
  };
}

/** With the topic, or without it if it was there. */
export function toggled(picked: readonly string[], name: string): readonly string[] {
  const others = picked.filter((one) => plain(one) !== plain(name));
  return others.length < picked.length ? others : [...picked, name];
}
