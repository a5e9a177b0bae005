"use client";

import dynamic from "next/dynamic";
import type { ComponentType, ReactNode } from "react";

import { addCatalogue } from "@/lib/i18n";
import type { Language } from "@/lib/locale";

export type Inside = ComponentType<{ children: ReactNode }>;
export const speak = (...texts: Parameters<typeof addCatalogue>): Inside => {
  addCatalogue(...texts);
  return Through;
};
const Through: Inside = ({ children }) => children;

/** Each is a file of its own, named in the HTML of pages in that language: one comes, with the page's other scripts. */
const speaking: Readonly<Record<Language, Inside>> = {
  en: dynamic(() => import("@/messages/en").then(({ messages }) => speak("en", messages))),
  de: dynamic(() => import("@/messages/de").then(({ messages }) => speak("de", messages))),
  "ar-XB": dynamic(() => import("@/messages/ar-XB").then(({ messages }) => speak("ar-XB", messages))),
};

/** What is drawn within has the words of this language, in browsers before it comes to life. */
export function Speaking({ language, children }: { language: Language; children: ReactNode }) {
  const Words = speaking[language];
  return <Words>{children}</Words>;
}
