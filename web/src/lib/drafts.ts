import { objectFrom } from "./json";
import { keyOfMine } from "./session";

/**
 * What people typed and have not sent: kept in localStorage so that neither reload nor disconnect loses it. A draft is
 * kept whole or not at all, and what cannot be read is forgotten. Each is of whoever is signed in, and of nobody else:
 * `lib/personal` says how long.
 */
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

/** My draft kept under `key` ("" if none). */
export function readDraft(key: string): string {
  try {
    const store = storage();
    const place = keyOfMine("draft", key);
    const raw = place && store?.getItem(place);
    if (!store || !raw) return "";
    const draft = parse(raw);
    if (!draft) store.removeItem(place);
    return draft?.text ?? "";
  } catch {
    return "";
  }
}

/**
 * Keeps `text` under `key`; empty text forgets it. False if it cannot be kept (too long, storage full or forbidden, nobody signed in):
 * then nothing is, rather than an older text that would pass for this one.
 */
export function writeDraft(key: string, text: string, now: number = Date.now()): boolean {
  const store = storage();
  const place = keyOfMine("draft", key);
  if (!store || !place) return false;
  try {
    store.removeItem(place);
    if (!text) return true;
    const raw = JSON.stringify({ text, at: now } satisfies Stored);
    if (raw.length > longest) return false;
    store.setItem(place, raw);
    trim(store);
    return store.getItem(place) !== null;
  } catch {
    return false;
  }
}

/** Calls when another tab has changed one of my drafts; the result forgets it. */
export function onDraft(changed: () => void): () => void {
  const listener = ({ key }: StorageEvent) => {
    const prefix = keyOfMine("draft", "");
    if (key === null || (prefix !== null && key.startsWith(prefix))) changed();
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}

function keys(store: Storage): string[] {
  const prefix = keyOfMine("draft", "");
  if (prefix === null) return [];
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
