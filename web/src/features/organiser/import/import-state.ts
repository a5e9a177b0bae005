import type { ImportReport } from "@/gen/sockets";
import { limits } from "@/gen/limits";
import { words } from "@/lib/words";

export type ImportOutcome = ImportReport;

/** Why it failed, in the page's language; null if it did not. */
export const failureOf = ({ failure, error }: Pick<ImportOutcome, "failure" | "error">): string | null =>
  error === null ? null : words(failure, error);

/** The server is at it: more will be said by itself. */
export const isWorking = ({ state }: Pick<ImportOutcome, "state">): boolean =>
  state === "reading" || state === "applying";

/**
 * State before + push = state after: reports come in the order of what they are about, but that of progress beside an
 * end may be late. What is over stays over, and progress never goes back.
 */
export function mergeReport(known: ImportOutcome, heard: ImportOutcome): ImportOutcome {
  if (known.id !== heard.id || known.state === "done" || known.state === "failed") return known;
  return known.state === heard.state && isWorking(heard) && heard.done < known.done ? known : heard;
}

/** 0 to 1. Unknown totals are nothing yet. */
export const progressOfImport = ({ done, total, state }: ImportOutcome): number =>
  state === "done" ? 1 : total > 0 ? Math.min(1, done / total) : 0;

/** Larger files are refused by the server as well; in bytes. */
export const largestFile = limits.upload.file.max;
/** What a file picker offers. */
export const fileTypes = ".xml,.json,.ics,.csv,.txt";

/** Why this file need not even be sent; null if it may. */
export function refusalOf(file: { name: string; size: number }): "empty" | "large" | "type" | null {
  if (file.size === 0) return "empty";
  if (file.size > largestFile) return "large";
  return /\.(xml|json|ics|csv|txt)$/iu.test(file.name) ? null : "type";
}
