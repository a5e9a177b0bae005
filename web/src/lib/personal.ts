/**
 * What this browser keeps of a person, besides their session: under a key with their id, for nobody else's eyes, until
 * they sign out or somebody else signs in here. When a session merely ended (its time was up, it was closed from
 * elsewhere) it stays for the same person to come back to: what is half written is not lost for that.
 *
 *     looked   which version of an agenda was seen
 *     draft    what was typed and not sent          outbox  messages on their way
 *     star, meet, seen  stars, answers and what was read, on their way while the network is away
 *     matches  which matches were looked at         call, peer  how this tab was in a call, and as whom
 *
 * Everything else that is kept is the browser's and says nothing of anybody: theme, whose clock, panel, silent ringing, devices.
 */
const kinds = ["draft", "outbox", "star", "meet", "seen", "matches", "looked", "call", "peer"] as const;
export type PersonalKind = (typeof kinds)[number];

export const personalKey = (kind: PersonalKind, person: string, rest: string): string =>
  `hallway.${kind}.${person}.${rest}`;

/** Forgets what is kept of anybody, but of this person. */
export function forgetOthers(person: string | null): void {
  const isPersonal = (key: string) => kinds.some((kind) => key.startsWith(`hallway.${kind}.`));
  const isTheirs = (key: string) =>
    person !== null && kinds.some((kind) => key.startsWith(personalKey(kind, person, "")));
  for (const storage of ["localStorage", "sessionStorage"] as const)
    forget(storage, (key) => isPersonal(key) && !isTheirs(key));
}

/** Forgets what this tab alone keeps: all of it is about what its person was doing. */
export function forgetTab(): void {
  forget("sessionStorage", (key) => key.startsWith("hallway."));
}

function forget(name: "localStorage" | "sessionStorage", which: (key: string) => boolean): void {
  try {
    const storage = window[name];
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
    for (const key of keys.filter(which)) storage.removeItem(key);
  } catch {
    // Storage is blocked: nothing was kept there.
  }
}
