import type { Locator, Page } from "@playwright/test";

type Clip = { x: number; y: number; width: number; height: number };

/** How much of a part of the page is not of its most frequent colour, 0 to 1: nothing is drawn there at 0. */
export async function drawnShare(page: Page, clip: Clip): Promise<number> {
  const { width, height, pixels } = await pixelsOf(page, clip);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return 1 - Math.max(...counts.values()) / (width * height);
}

/** The most frequent colour of a part of the page, such as "0,0,0". */
export async function mainColour(page: Page, clip: Clip): Promise<string> {
  const { pixels } = await pixelsOf(page, clip);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const [colour] = Array.from(counts).sort(([, one], [, other]) => other - one)[0] ?? [0];
  return [colour >> 16, (colour >> 8) & 255, colour & 255].join();
}

/** Where it is drawn; fails where it is not. */
export async function boxOf(locator: Locator, { scroll = true } = {}): Promise<Clip> {
  if (scroll) await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator.toString()} is not drawn`);
  return box;
}

async function pixelsOf(page: Page, clip: Clip) {
  const png = (await page.screenshot({ clip })).toString("base64");
  // In a page of its own: the policy of ours loads no such picture.
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(async (data) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${data}`;
      await picture.decode();
      const canvas = document.createElement("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.drawImage(picture, 0, 0);
      const { data: bytes } = context.getImageData(0, 0, picture.width, picture.height);
      const pixels: number[] = [];
      for (let i = 0; i < bytes.length; i += 4)
        pixels.push(((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0));
      return { width: picture.width, height: picture.height, pixels };
    }, png);
  } finally {
    await blank.close();
  }
}
