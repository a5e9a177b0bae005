/**
 * Answers that never change, kept on this device: the parts of an agenda, each by its version. Nothing that only some
 * may see is put here, there is a bound to it, and all of it goes when somebody signs out (`lib/session.ts`). Where a
 * browser has no such store (no HTTPS, private windows of some), everything is asked for again.
 */
const name = "hallway.kept";
const most = 24;

/** An address that is never asked: caches know requests only. */
const placeOf = (of: string, version: string): string =>
  `/kept/${encodeURIComponent(of)}/${encodeURIComponent(version)}`;

async function opened(): Promise<Cache | null> {
  try {
    return await caches.open(name);
  } catch {
    return null;
  }
}

/** What was kept of `of` in this version; null if nothing was. */
export async function keptOf<T>(of: string, version: string): Promise<T | null> {
  try {
    const found = await (await opened())?.match(placeOf(of, version));
    return found ? ((await found.json()) as T) : null;
  } catch {
    return null;
  }
}

/** Keeps it in place of what was kept of `of` before, and of what was kept longest ago if there is too much. */
export async function keep(of: string, version: string, value: unknown): Promise<void> {
  try {
    const cache = await opened();
    if (!cache) return;
    const place = placeOf(of, version);
    await cache.put(place, new Response(JSON.stringify(value)));
    const former = placeOf(of, "");
    const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    const old = paths.filter((path) => path !== place && path.startsWith(former));
    const rest = paths.filter((path) => !old.includes(path));
    const surplus = rest.slice(0, Math.max(0, rest.length - most));
    await Promise.all([...old, ...surplus].map((path) => cache.delete(path)));
  } catch {
    // No room: it is asked for again.
  }
}

/** Forgets all of it. */
export async function forgetKept(): Promise<void> {
  try {
    await caches.delete(name);
  } catch {
    // There is no such store here.
  }
}
