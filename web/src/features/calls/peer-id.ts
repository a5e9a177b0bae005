import { keyOfMine } from "@/lib/session";

/**
 * Who this tab is in a call: the same after a reload, and never the same as another tab's. A copied tab copies its
 * `sessionStorage` too, so a tab holds a lock on its id for as long as it lives.
 */
export type PeerClaim = { readonly id: string; release: () => void };

/** After a reload the lock of the page before is free in a moment. */
const patience = 500;

export async function claimPeerId(callId: string): Promise<PeerClaim> {
  const key = keyOfMine("peer", callId);
  const kept = read(key);
  const claimed = kept && (await hold(kept));
  if (claimed) return claimed;
  const id = mint();
  write(key, id);
  return (await hold(id)) ?? { id, release: () => undefined };
}

/** Who this tab was in the call, before it was loaded anew. */
export const keptPeerId = (callId: string): string | null => read(keyOfMine("peer", callId));

function hold(id: string): Promise<PeerClaim | null> {
  // Absent outside secure contexts, where there is no camera either.
  if (!navigator.locks) return Promise.resolve({ id, release: () => undefined });
  return new Promise((resolve) => {
    navigator.locks
      .request(
        `hallway.peer.${id}`,
        { signal: AbortSignal.timeout(patience) },
        () => new Promise<void>((release) => resolve({ id, release })),
      )
      .catch(() => resolve(null));
  });
}

function mint(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(key: string | null): string | null {
  try {
    const kept = key && sessionStorage.getItem(key);
    return kept && /^[0-9a-f]{24}$/u.test(kept) ? kept : null;
  } catch {
    return null;
  }
}

function write(key: string | null, id: string): void {
  if (!key) return;
  try {
    sessionStorage.setItem(key, id);
  } catch {
    // Not kept: a reload is then a new arrival, which works too.
  }
}
