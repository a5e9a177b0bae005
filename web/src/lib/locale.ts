/** Which language this page is in: the one home for it. A page has one; who chooses another loads it anew. */

type About = {
  /** As it calls itself. */ readonly name: string;
  /** What `Intl` is asked for. */ readonly locale: string;
  readonly dir: "ltr" | "rtl";
  /** Whether people are offered it. */ readonly offered: boolean;
};

/** Every language there is, by its tag. docs/languages.md says what else a new one needs. */
export const languages = {
  en: { name: "English", locale: "en-GB", dir: "ltr", offered: true },
  de: { name: "Deutsch", locale: "de-DE", dir: "ltr", offered: true },
  // English mirrored, to look at pages from right to left; chosen by its cookie only.
  "ar-XB": { name: "Mirrored", locale: "ar", dir: "rtl", offered: false },
} as const satisfies Readonly<Record<string, About>>;

export type Language = keyof typeof languages;
export const allLanguages = Object.keys(languages) as readonly Language[];
export const offeredLanguages = allLanguages.filter((one) => languages[one].offered);
export const languageCookie = "hallway_language";
const fallback: Language = "en";

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag);

/** Of the request that is being answered, where a server answers many: `lib/request-language.ts` sets it. */
export const requestLanguage = Symbol.for("hallway.requestLanguage");
export const shared = globalThis as typeof globalThis & {
  [requestLanguage]?: () => Language | undefined;
};

/** The language of the page that is being drawn. */
export function language(): Language {
  if (typeof document === "undefined") return shared[requestLanguage]?.() ?? fallback;
  const { lang } = document.documentElement;
  return isLanguage(lang) ? lang : fallback;
}

/** What to hand to `Intl` and to everything else that wants a locale. */
export const locale = (): string => languages[language()].locale;
export const direction = (): "ltr" | "rtl" => languages[language()].dir;

/** What somebody has chosen, else what their browser would like best of what there is, else English. */
export function languageFor(cookies: string, accepted: string): Language {
  return chosenLanguage(cookies) ?? wished(accepted) ?? fallback;
}

/** By a Cookie header, or `document.cookie`; null: as the browser says. */
export function chosenLanguage(cookies: string): Language | null {
  for (const pair of cookies.split(";")) {
    const [name = "", value = ""] = pair.trim().split("=");
    if (name === languageCookie && isLanguage(value)) return value;
  }
  return null;
}

/** By an Accept-Language header: "de-AT,de;q=0.9,en;q=0.8". */
function wished(accepted: string): Language | null {
  const wishes = accepted.split(",", 32).map((part) => {
    const [tag = "", ...parameters] = part.toLowerCase().split(";");
    const weight = parameters.map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/u.exec(one)?.[1]).find(Boolean);
    return { tag: tag.trim(), weight: Number(weight ?? 1) };
  });
  const best = wishes
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => offeredLanguages.find((one) => one === tag || tag.startsWith(`${one}-`)));
  return best.find((one) => one !== undefined) ?? null;
}
