"use client";

import { useState } from "react";

import { useMounted } from "./hooks";
import { chosenLanguage, language, languageCookie, type Language } from "./locale";

/** A language, or as the browser says. */
export type LanguageChoice = Language | "browser";
const longest = 400 * 24 * 3_600;

/** What is chosen in this browser, and what changes it: the page is loaded anew, as all of it has one language. */
export function useLanguageChoice(): [LanguageChoice, (next: LanguageChoice) => void] {
  const mounted = useMounted();
  const [choice, setChoice] = useState<LanguageChoice | null>(null);
  const kept = mounted ? (chosenLanguage(document.cookie) ?? "browser") : language();
  const choose = (next: LanguageChoice) => {
    setChoice(next);
    keepLanguage(next);
    window.location.reload();
  };
  return [choice ?? kept, choose];
}

function keepLanguage(next: LanguageChoice): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  const age = next === "browser" ? 0 : longest;
  document.cookie = `${languageCookie}=${next}; path=/; max-age=${age}; samesite=lax${secure}`;
}
