"use client";

import dynamic from "next/dynamic";
import { Suspense, type ReactNode } from "react";

import { language, type Language } from "@/lib/locale";

import { speak, type Inside } from "./speaking";

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
