import { expect, type Page } from "@playwright/test";

const ROOM = "call";

export const start = (page: Page, id: string, more: object = {}): Promise<void> =>
  page.evaluate((options) => window.harness.start(options), { id, room: ROOM, ...more });

export const peers = (page: Page) => page.evaluate(() => window.harness.peers());

export async function connected(page: Page, others: number): Promise<void> {
  await expect
    .poll(async () => (await peers(page)).filter((peer) => peer.status === "connected").length)
    .toBe(others);
}

/** Fails unless pictures and sound arrive between now and a little later. */
export async function flows(page: Page, what: readonly ("camera" | "screen" | "energy")[]): Promise<void> {
  const before = await page.evaluate(() => window.harness.received());
  for (const name of what) {
    await expect
      .poll(async () => (await page.evaluate(() => window.harness.received()))[name], { message: name })
      .toBeGreaterThan(before[name]);
  }
}

export async function pair(person: () => Promise<Page>, more: object = {}): Promise<[Page, Page]> {
  const pages: [Page, Page] = [await person(), await person()];
  await start(pages[0], "ada", more);
  await start(pages[1], "ben", more);
  for (const page of pages) await connected(page, 1);
  return pages;
}
