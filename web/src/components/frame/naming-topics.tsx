"use client";

import dynamic from "next/dynamic";
import { Suspense, type ReactNode } from "react";

import { language, type Language } from "@/lib/locale";

import { speak, type Inside } from "./speaking";

const naming: Readonly<Record<Language, Inside>> = {
  en: dynamic(() => import("@/messages/en/topics").then(({ texts }) => speak("en", texts))),
  de: dynamic(() => import("@/messages/de/topics").then(({ texts }) => speak("de", texts))),
  "ar-XB": dynamic(() => import("@/messages/ar-XB/topics").then(({ texts }) => speak("ar-XB", texts))),
};

type NamingProps = {
  /** Shown meanwhile; without it whatever was there before stays, and the server draws all at once. */
  waiting?: ReactNode;
  children: ReactNode;
};

/** What is drawn within has the names of topics too (`lib/topics`): one more file, for pages that show some. */
export function NamingTopics({ waiting, children }: NamingProps) {
  const Names = naming[language()];
  const named = <Names>{children}</Names>;
  return waiting === undefined ? named : <Suspense fallback={waiting}>{named}</Suspense>;
}
