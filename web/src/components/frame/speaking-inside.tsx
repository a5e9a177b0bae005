"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";

import { language, type Language } from "@/lib/locale";

import { speak, type Inside } from "./speaking";

const speaking: Readonly<Record<Language, Inside>> = {
  en: dynamic(() => import("@/messages/en/inside").then(({ texts }) => speak("en", texts))),
  de: dynamic(() => import("@/messages/de/inside").then(({ texts }) => speak("de", texts))),
  "ar-XB": dynamic(() => import("@/messages/ar-XB/inside").then(({ texts }) => speak("ar-XB", texts))),
};

/** What is drawn within has the words of an event and of one's account too. */
export function SpeakingInside({ children }: { children: ReactNode }) {
  const Words = speaking[language()];
  return <Words>{children}</Words>;
}
