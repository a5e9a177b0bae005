"use client";

import dynamic from "next/dynamic";
import { Suspense, type ComponentType, type ReactNode } from "react";

import { addCatalogue } from "@/lib/i18n";
import { language, type Language } from "@/lib/locale";

type Inside = ComponentType<{ children: ReactNode }>;
const speak = (...texts: Parameters<typeof addCatalogue>): Inside => {
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

const naming: Readonly<Record<Language, Inside>> = {
  en: dynamic(() => import("@/messages/topics/en").then(({ topics }) => speak("en", { topics }))),
  de: dynamic(() => import("@/messages/topics/de").then(({ topics }) => speak("de", { topics }))),
  "ar-XB": dynamic(() => import("@/messages/topics/ar-XB").then(({ topics }) => speak("ar-XB", { topics }))),
};

/** What is drawn within has the names of topics too (`lib/topics`): one more file, for pages that show some. */
export function NamingTopics({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const Names = naming[language()];
  return (
    <Suspense fallback={waiting}>
      <Names>{children}</Names>
    </Suspense>
  );
}

/** What is drawn within has the words of this language, in browsers before it comes to life. */
export function Speaking({ language, children }: { language: Language; children: ReactNode }) {
  const Words = speaking[language];
  return <Words>{children}</Words>;
}
