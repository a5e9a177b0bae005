import type { messages } from "@/messages/en";

import { fill, type Text } from "./icu";
import { direction, language, locale, type Language } from "./locale";
import { isolated } from "./plain";

/** Every text of one language, by namespace and key. */
export type Catalogue = {
  readonly [N in keyof typeof messages]: Readonly<Record<keyof (typeof messages)[N], string>>;
};
/** "namespace.key" of a text in `/messages/<language>/<namespace>.json`. */
export type MessageKey = {
  [N in keyof Catalogue & string]: `${N}.${keyof Catalogue[N] & string}`;
}[keyof Catalogue & string];
export type MessageValues = Record<string, string | number | boolean | Date | null | undefined>;

/** By namespace and key; JSON files say `string`, and are what the build makes of them. */
export type Texts = Readonly<Record<string, Readonly<Record<string, Text>> | undefined>>;
/** One for all the bundles of a server. A browser adds the language of its page alone. */
const key = Symbol.for("hallway.catalogues");
const shared = globalThis as typeof globalThis & { [key]?: Map<Language, Texts> };
const catalogues = (shared[key] ??= new Map());
/** What `t` says in that language from here on, beside what was added before. */
export function addCatalogue(of: Language, texts: Texts): void {
  catalogues.set(of, { ...catalogues.get(of), ...texts });
}

function textOf(key: string): Text | undefined {
  const dot = key.indexOf(".");
  const [texts, name] = [catalogues.get(language())?.[key.slice(0, dot)], key.slice(dot + 1)];
  return texts && Object.hasOwn(texts, name) ? texts[name] : undefined;
}

/** Whether this page has such a text. */
export const isMessage = (key: string): key is MessageKey => textOf(key) !== undefined;

/** The text of `key` with `values` filled in (plurals, numbers, choices). Works on the server and in browsers. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const within = direction();
  // Names in a sentence do not turn it around.
  return fill(textOf(key) ?? key, { values, locale: locale(), shown: (text) => isolated(text, within) });
}

/** `t` as components ask for it. */
export function useT(): typeof t {
  return t;
}
