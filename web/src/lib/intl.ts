/** What `Intl` says in the page's language: numbers, lists, order, names of languages. Times are in `lib/time`. */

import { t } from "./i18n";
import { locale } from "./locale";

/** Made once for each language: they are dear, and asked for often. */
function perLocale<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const now = locale();
    let one = made.get(now);
    if (one === undefined) made.set(now, (one = make(now)));
    return one;
  };
}

const numbers = perLocale((of) => new Intl.NumberFormat(of));
const collators = perLocale((of) => new Intl.Collator(of));
const lists = perLocale((of) => new Intl.ListFormat(of));
const names = perLocale((of) => new Intl.DisplayNames(of, { type: "language" }));

/** "12,345" */
export const numberText = (value: number): string => numbers().format(value);

/** Which of two names a list has first. */
export const byName = (a: string, b: string): number => collators().compare(a, b);

/** "Ada, Grace and Linus" */
export const listText = (texts: readonly string[]): string => lists().format(texts);

/** "Ada and Grace"; of more than two "Ada and 3 others". */
export const someOf = (texts: readonly string[]): string =>
  texts.length > 2 ? t("common.andOthers", { name: texts[0], count: texts.length - 1 }) : listText(texts);

/** "pt" → "Portuguese"; what is no tag of a language is shown as it is. */
export function languageName(tag: string): string {
  try {
    return names().of(tag) ?? tag;
  } catch {
    return tag;
  }
}
