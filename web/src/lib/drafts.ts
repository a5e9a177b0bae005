import { objectFrom } from "./json";

/**
 * What people typed and have not sent: kept in localStorage so that neither reload nor disconnect loses it. A draft is
 * kept whole or not at all, and what cannot be read is forgotten.
 */
const prefix = "hallway.draft.";
/** Characters: more than the largest form (two texts of 20,000, as saved and as typed) were it all quotation marks. */
const longest = 400_000;
/** Of all drafts together: a fifth of what browsers allow a site. */
const longestTogether = 1_000_000;
/** Oldest are dropped beyond this many. */
const most = 50;

type Stored = { text: string; at: number };

function storage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    return null;
  }
}

function parse(raw: string): Stored | null {
  const { text, at } = objectFrom(raw) ?? {};
  return typeof text === "string" ? { text, at: Number(at) || 0 } : null;
}

/** The draft kept under `key` ("" if none). */
export function readDraft(key: string): string {
  try {
    const store = storage();
    const raw = store?.getItem(prefix + key);
    if (!store || !raw) return "";
    const draft = parse(raw);
    if (!draft) store.removeItem(prefix + key);
    return draft?.text ?? "";
  } catch {
    return "";
  }
}

/**
 * Keeps `text` under `key`; empty text forgets it. False if it cannot be kept (too long, storage full or forbidden):
 * then nothing is, rather than an older text that would pass for this one.
 */
export function writeDraft(key: string, text: string, now: number = Date.now()): boolean {
  const store = storage();
  if (!store) return false;
  try {
    store.removeItem(prefix + key);
    if (!text) return true;
    const raw = JSON.stringify({ text, at: now } satisfies Stored);
    if (raw.length > longest) return false;
    store.setItem(prefix + key, raw);
    trim(store);
    return store.getItem(prefix + key) !== null;
  } catch {
    return false;
  }
}

/** Forgets every draft, for signing out on a shared machine. */
export function forgetDrafts(): void {
  const store = storage();
  for (const key of keys(store)) store?.removeItem(key);
}

function keys(store: Storage | null): string[] {
  if (!store) return [];
  return Array.from({ length: store.length }, (_, i) => store.key(i) ?? "").filter((key) =>
    key.startsWith(prefix),
  );
}

/** Drops the oldest, and whatever is broken, until there are few enough and they are short enough together. */
function trim(store: Storage): void {
  const drafts = keys(store).map((key) => {
    const raw = store.getItem(key) ?? "";
    return { key, length: raw.length, at: parse(raw)?.at ?? -Infinity };
  });
  drafts.sort((a, b) => b.at - a.at);
  let together = 0;
  drafts.forEach(({ key, length, at }, i) => {
    together += length;
    if (i >= most || together > longestTogether || at === -Infinity) store.removeItem(key);
  });
}
