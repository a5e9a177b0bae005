import { IntlMessageFormat } from "intl-messageformat";

import type { messages } from "@/messages/en";

import { direction, language, languages, type Language } from "./locale";
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

type Texts = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
/** One for all the bundles of a server. A browser adds the language of its page alone. */
const key = Symbol.for("hallway.catalogues");
const shared = globalThis as typeof globalThis & { [key]?: Map<Language, Texts> };
const catalogues = (shared[key] ??= new Map());
type Format = {
  readonly message: IntlMessageFormat;
  /** Values that choose: never shown, taken as they are. */ readonly choose: ReadonlySet<string>;
};
const formats = new Map<Language, Map<string, Format>>();
const selects = /\{\s*(\w+)\s*,\s*select\b/gu;

/** What `t` says in that language from here on, beside what was added before. */
export function addCatalogue(of: Language, texts: Texts): void {
  catalogues.set(of, { ...catalogues.get(of), ...texts });
  formats.delete(of);
}

function textOf(key: string): string | undefined {
  const dot = key.indexOf(".");
  const [texts, name] = [catalogues.get(language())?.[key.slice(0, dot)], key.slice(dot + 1)];
  return texts && Object.hasOwn(texts, name) ? texts[name] : undefined;
}

/** Whether this page has such a text. */
export const isMessage = (key: string): key is MessageKey => textOf(key) !== undefined;

function format(key: string): Format {
  const now = language();
  let all = formats.get(now);
  if (!all) formats.set(now, (all = new Map()));
  let made = all.get(key);
  if (!made) {
    const text = textOf(key) ?? key;
    const message = new IntlMessageFormat(text, languages[now].locale, undefined, { ignoreTag: true });
    made = { message, choose: new Set(Array.from(text.matchAll(selects), ([, name]) => name ?? "")) };
    all.set(key, made);
  }
  return made;
}

/** The text of `key` with ICU `values` filled in (plurals, numbers, select). Works on the server and in browsers. */
export function t(key: MessageKey, values?: MessageValues): string {
  const { message, choose } = format(key);
  return String(message.format(values && isolatedAll(values, choose)));
}

/** Names in a sentence do not turn it around. */
function isolatedAll(values: MessageValues, but: ReadonlySet<string>): MessageValues {
  const within = direction();
  const all = Object.entries(values);
  return Object.fromEntries(
    all.map(([name, value]) => [
      name,
      typeof value === "string" && !but.has(name) ? isolated(value, within) : value,
    ]),
  );
}

/** `t` as components ask for it. */
export function useT(): typeof t {
  return t;
}
