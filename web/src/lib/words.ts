import { isMessage, t, type MessageValues } from "./i18n";
import { languageName, listText } from "./intl";
import { isObject } from "./json";
import { dateLong } from "./time";

/**
 * What the server says to people: the key of a text in the catalogue and what the text names, to be put into words of the
 * page's language. `kernel/words.py` has the same shape.
 */
export type Sentence = { readonly key: string; readonly values?: Readonly<Record<string, unknown>> };

/** A sentence in words; `otherwise` (the server's English) where there is none, or it is newer than this page. */
export function words(sentence: Sentence | null | undefined, otherwise: string): string {
  return (sentence && said(sentence)) ?? otherwise;
}

/** Null for a sentence whose text is not here, or names what did not come with it. */
function said({ key, values = {} }: Sentence): string | null {
  const known: MessageValues = {};
  try {
    if (key === "day") return dateLong(`${String(values.iso)}T00:00:00Z`, "UTC");
    if (key === "language") return languageName(String(values.tag));
    for (const [name, value] of Object.entries(values)) {
      const one = valueOf(value);
      if (one === null) return null;
      known[name] = one;
    }
    return isMessage(key) ? t(key, known) : null;
  } catch {
    return null;
  }
}

function valueOf(value: unknown): string | number | null {
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value)) {
    const all = value.map((one: unknown) => valueOf(one));
    return all.includes(null) ? null : listText(all.map(String));
  }
  return isSentence(value) ? said(value) : null;
}

export const isSentence = (value: unknown): value is Sentence =>
  isObject(value) && typeof value.key === "string" && (value.values === undefined || isObject(value.values));
