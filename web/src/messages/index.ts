import { addCatalogue } from "@/lib/i18n";
import { allLanguages, type Language } from "@/lib/locale";

const loaders = {
  en: () => import("./en"),
  de: () => import("./de"),
  "ar-XB": () => import("./ar-XB"),
} as const satisfies Readonly<Record<Language, unknown>>;

/** Every catalogue at once, for who speaks to many: the server, and tests. A page loads parts of its own, see `Speaking`. */
export async function loadCatalogues(): Promise<void> {
  for (const language of allLanguages) addCatalogue(language, (await loaders[language]()).messages);
}
