/** What people typed and have not sent: kept in localStorage so that neither reload nor disconnect loses it. */
const prefix = "hallway.draft.";
const longest = 20_000;
/** Oldest are dropped beyond this many, so that drafts never fill the browser's storage. */
const most = 50;

type Stored = { text: string; at: number };

function storage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    return null;
  }
}

function parse(raw: string | null): Stored | null {
  try {
    const value = JSON.parse(raw ?? "null") as Partial<Stored> | null;
    return value && typeof value.text === "string" ? { text: value.text, at: Number(value.at) || 0 } : null;
  } catch {
    return null;
  }
}

/** The draft kept under `key` ("" if none). */
export function readDraft(key: string): string {
  return parse(storage()?.getItem(prefix + key) ?? null)?.text ?? "";
}

/** Keeps `text` under `key`; empty text forgets it. Never throws: a full or forbidden storage keeps nothing. */
export function writeDraft(key: string, text: string, now: number = Date.now()): void {
  const store = storage();
  if (!store) return;
  try {
    if (!text) return store.removeItem(prefix + key);
    store.setItem(prefix + key, JSON.stringify({ text: text.slice(0, longest), at: now } satisfies Stored));
    trim(store);
  } catch {
    // Quota exceeded or storage blocked: the text is still in the field.
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

function trim(store: Storage): void {
  const all = keys(store);
  if (all.length <= most) return;
  const aged = all
    .map((key) => ({ key, at: parse(store.getItem(key))?.at ?? 0 }))
    .sort((a, b) => a.at - b.at);
  for (const { key } of aged.slice(0, all.length - most)) store.removeItem(key);
}
