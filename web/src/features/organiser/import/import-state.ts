import type { ImportOutcomeFragment } from "@/gen/graphql";
import { limits } from "@/gen/limits";

export type ImportOutcome = ImportOutcomeFragment;

/** The server is at it: more will be said by itself. */
export const isWorking = ({ state }: ImportOutcome): boolean => state === "reading" || state === "applying";

/**
 * State before + push = state after: another import's report replaces an ended one only when it is asked for, an end
 * is final, and progress never goes back.
 */
export function mergeReport(known: ImportOutcome | null, heard: ImportOutcome): ImportOutcome | null {
  if (!known || known.id !== heard.id) return known;
  if (!isWorking(known)) return known;
  return !isWorking(heard) || heard.done >= known.done ? heard : known;
}

/** 0 to 1. Unknown totals are nothing yet. */
export const progressOfImport = ({ done, total, state }: ImportOutcome): number =>
  state === "done" ? 1 : total > 0 ? Math.min(1, done / total) : 0;

/** Larger files are refused by the server as well; in bytes. */
export const largestFile = limits.upload.file.max;

/** Why this file need not even be sent; null if it may. */
export function refusalOf(file: { name: string; size: number }): "empty" | "large" | "type" | null {
  if (file.size === 0) return "empty";
  if (file.size > largestFile) return "large";
  return /\.(json|xml|txt)$/iu.test(file.name) ? null : "type";
}
