import { objectFrom } from "@/lib/json";
import { keyOfMine } from "@/lib/session";

/** How one takes part: with which of one's devices. */
export type Start = { readonly camera: boolean; readonly muted: boolean };

/**
 * Remembers in this tab that it is in the call and how, so that a reload comes back as it was; or that one has left it.
 * One is in one call at a time: whatever other call it was in, it is not any more.
 */
export function keepPart(callId: string, part: Start | "left"): void {
  const key = keyOfMine("call", callId);
  if (!key) return;
  if (part !== "left") forgetParts(callId);
  try {
    sessionStorage.setItem(key, JSON.stringify(part === "left" ? { left: true } : part));
  } catch {
    // A reload then asks again.
  }
}

export function keptPart(callId: string): Start | "left" | null {
  const key = keyOfMine("call", callId);
  try {
    const kept = key && objectFrom(sessionStorage.getItem(key));
    if (!kept) return null;
    return kept.left === true ? "left" : { camera: kept.camera === true, muted: kept.muted === true };
  } catch {
    return null;
  }
}

/** The call that this tab is in; after a reload the one that it was in. */
export const partIn = (): string | null => partsIn()[0] ?? null;

/** Forgets which call this tab was in. */
export function forgetParts(but: string | null = null): void {
  for (const callId of partsIn()) {
    const key = keyOfMine("call", callId);
    if (key && callId !== but) sessionStorage.removeItem(key);
  }
}

function partsIn(): string[] {
  const prefix = keyOfMine("call", "");
  if (!prefix) return [];
  try {
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .filter((callId) => keptPart(callId) !== "left");
  } catch {
    return [];
  }
}
