import { addCatalogue } from "@/lib/i18n";
import { allLanguages, type Language } from "@/lib/locale";

const loaders = {
  en: () => Promise.all([import("./en"), import("./topics/en")]),
  de: () => Promise.all([import("./de"), import("./topics/de")]),
  "ar-XB": () => Promise.all([import("./ar-XB"), import("./topics/ar-XB")]),
} as const satisfies Readonly<Record<Language, unknown>>;

/** Every catalogue at once, for who speaks to many: the server, and tests. A page loads its own, see `Speaking`. */
export async function loadCatalogues(): Promise<void> {
  for (const language of allLanguages) {
    const [{ messages }, { topics }] = await loaders[language]();
    addCatalogue(language, { ...messages, topics });
  }
}
