import type { Texts } from "@/lib/i18n";
import type { Language } from "@/lib/locale";

/** What of a catalogue comes together; `en/` says what is in which. */
export type Part = "public" | "inside" | "organising" | "problems" | "topics";
type Loaders = Readonly<Record<Part, () => Promise<{ texts: Texts }>>>;

/** Each part of each language is a file of its own: a page loads those of its language that it speaks with. */
export const parts: Readonly<Record<Language, Loaders>> = {
  en: {
    public: () => import("./en/public"),
    inside: () => import("./en/inside"),
    organising: () => import("./en/organising"),
    problems: () => import("./en/problems"),
    topics: () => import("./en/topics"),
  },
  de: {
    public: () => import("./de/public"),
    inside: () => import("./de/inside"),
    organising: () => import("./de/organising"),
    problems: () => import("./de/problems"),
    topics: () => import("./de/topics"),
  },
  "ar-XB": {
    public: () => import("./ar-XB/public"),
    inside: () => import("./ar-XB/inside"),
    organising: () => import("./ar-XB/organising"),
    problems: () => import("./ar-XB/problems"),
    topics: () => import("./ar-XB/topics"),
  },
};
