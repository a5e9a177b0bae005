import { objectFrom } from "@/lib/json";
import { keyOfMine } from "@/lib/session";

/** How one takes part: with which of one's devices. */
export type Start = { readonly camera: boolean; readonly muted: boolean };

/** Remembers in this tab that it is in the call and how, so that a reload comes back as it was; or that one has left it. */
export function keepPart(callId: string, part: Start | "left"): void {
  const key = keyOfMine("call", callId);
  if (!key) return;
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
