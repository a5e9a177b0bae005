"use client";

import { parts, type Part } from "@/messages/parts";

import { addCatalogue } from "./i18n";
import { language } from "./locale";

/** Brings texts that a page has not had from the beginning, for what is loaded when it is wanted. */
export async function bring(part: Part): Promise<void> {
  const now = language();
  addCatalogue(now, (await parts[now][part]()).texts);
}

/** The same for what was refused: without them it is said as the server says it, in English. */
export async function bringProblems(): Promise<void> {
  // Once they are here this costs nothing.
  await bring("problems").catch(() => undefined);
}
