"use client";

import dynamic from "next/dynamic";
import type { ComponentType, ReactNode } from "react";

import { addCatalogue } from "@/lib/i18n";
import { language, type Language } from "@/lib/locale";

export type Inside = ComponentType<{ children: ReactNode }>;
type Speakers = Readonly<Record<Language, Inside>>;
export const speak = (...texts: Parameters<typeof addCatalogue>): Inside => {
  addCatalogue(...texts);
  return Through;
};
const Through: Inside = ({ children }) => children;

/** Each is a file of its own, named in the HTML of pages in that language: one comes, with the page's other scripts. */
const speaking: Speakers = {
  en: dynamic(() => import("@/messages/en/public").then(({ texts }) => speak("en", texts))),
  de: dynamic(() => import("@/messages/de/public").then(({ texts }) => speak("de", texts))),
  "ar-XB": dynamic(() => import("@/messages/ar-XB/public").then(({ texts }) => speak("ar-XB", texts))),
};

/** What is drawn within has the words that every page has, in browsers before it comes to life. */
export function Speaking({ children }: { children: ReactNode }) {
  const Words = speaking[language()];
  return <Words>{children}</Words>;
}
