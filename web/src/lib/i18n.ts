import { IntlMessageFormat } from "intl-messageformat";

import { messages } from "@/messages/en";

import { isolated } from "./plain";

type Catalogue = typeof messages;
/** "namespace.key" of a text in `/messages/en/<namespace>.json`. */
export type MessageKey = {
  [N in keyof Catalogue & string]: `${N}.${keyof Catalogue[N] & string}`;
}[keyof Catalogue & string];
export type MessageValues = Record<string, string | number | boolean | Date | null | undefined>;

const locale = "en";
const namespaces: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = messages;
const formats = new Map<string, IntlMessageFormat>();

function format(key: string): IntlMessageFormat {
  let made = formats.get(key);
  if (!made) {
    const dot = key.indexOf(".");
    const namespace = namespaces[key.slice(0, dot)];
    made = new IntlMessageFormat(namespace?.[key.slice(dot + 1)] ?? key, locale, undefined, {
      ignoreTag: true,
    });
    formats.set(key, made);
  }
  return made;
}

/** The text of `key` with ICU `values` filled in (plurals, numbers, select). Works on the server and in browsers. */
export function t(key: MessageKey, values?: MessageValues): string {
  return String(format(key).format(values && isolatedAll(values)));
}

/** Names in a sentence do not turn it around. */
function isolatedAll(values: MessageValues): MessageValues {
  const all = Object.entries(values);
  return Object.fromEntries(
    all.map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]),
  );
}

/** `t` as a hook, so that a choice of language can come later without touching components. */
export function useT(): typeof t {
  return t;
}
