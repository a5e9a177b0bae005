"use client";

import { useState } from "react";

import { SetLanguage } from "@/gen/operations/language";

import { useMounted } from "./hooks";
import { chosenLanguage, language, languageCookie, languageFor, type Language } from "./locale";
import { toProblem } from "./problem";
import { request } from "./request";
import { useUser } from "./session";

/** A language, or as the browser says. */
export type LanguageChoice = Language | "browser";
const longest = 400 * 24 * 3_600;

/**
 * What is chosen, and what changes it, in this browser and for the person who is signed in: the page is loaded anew, as
 * all of it has one language. Throws a Problem, with all as it was, where it could not be kept for the person.
 */
export function useLanguageChoice(): [LanguageChoice, (next: LanguageChoice) => Promise<void>] {
  const mounted = useMounted();
  const user = useUser();
  const [choice, setChoice] = useState<LanguageChoice | null>(null);
  const kept = mounted ? (chosenLanguage(document.cookie) ?? "browser") : language();
  const choose = async (next: LanguageChoice) => {
    setChoice(next);
    try {
      if (user) await request(SetLanguage, { language: next === "browser" ? null : next });
    } catch (error) {
      setChoice(null);
      throw toProblem(error);
    }
    keepLanguage(next);
    window.location.reload();
  };
  return [choice ?? kept, choose];
}

/** Goes to a path of this site: by `move`, or by loading it where it will be in another language than this page. */
export function goTo(path: string, move: (path: string) => void): void {
  if (languageFor(document.cookie, navigator.languages.join()) === language()) move(path);
  else window.location.assign(path);
}

function keepLanguage(next: LanguageChoice): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  const age = next === "browser" ? 0 : longest;
  document.cookie = `${languageCookie}=${next}; path=/; max-age=${age}; samesite=lax${secure}`;
}
