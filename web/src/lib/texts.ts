"use client";

import { parts, type Part } from "@/messages/parts";

import { addCatalogue } from "./i18n";
import { language } from "./locale";
import { problemFrom, type Problem } from "./problem";

/** Brings texts that a page has not had from the beginning, for what is loaded when it is wanted. */
export async function bring(part: Part): Promise<void> {
  const now = language();
  addCatalogue(now, (await parts[now][part]()).texts);
}

/** Those of what is refused, with the first refusal; without them it is said as the server says it, in English. */
export async function bringProblems(): Promise<void> {
  // Once they are here this costs nothing.
  await bring("problems").catch(() => undefined);
}

/** What a server refused, in the reader's words: `problemFrom` for whatever has come from a server just now. */
export async function refusal(wire: unknown): Promise<Problem> {
  await bringProblems();
  return problemFrom(wire);
}
