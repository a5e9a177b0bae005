import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./support/people";

/** Two frames: whatever the press has set off is drawn. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** As a hand does it: down, a while, up, in the same place. */
async function press(page: Page, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error(`${target.toString()} is not on the page`);
  // Near its upper edge: what moves down then leaves the pointer.
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
  await page.mouse.down();
  await drawn(page);
  await page.mouse.up();
}

/** A finger in the same place. */
async function tap(page: Page, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error(`${target.toString()} is not on the page`);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + 4);
}

for (const [how, touch, go] of [
  ["a press", {}, press],
  ["a tap", { hasTouch: true, viewport: { width: 390, height: 844 } }, tap],
] as const) {
  test(`${how} after a field that is wrong is a click all the same`, async ({ people }) => {
    const { page } = await people.nobody(touch);
    const main = page.getByRole("main");

    await page.goto("/login");
    await page.getByLabel("E-mail").fill("nope");
    await go(page, main.getByRole("link", { name: "Create an account" }));
    await page.waitForURL("**/register**");

    await page.getByLabel("E-mail").fill("nope");
    await go(page, main.getByRole("button", { name: "Create account" }));
    const name = page.getByLabel("Name", { exact: true });
    await expect(name, "the first of what is wrong").toBeFocused();
    await expect(name).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  });

  test(`${how} hosts an event, or says what is wrong with it`, async ({ people }) => {
    const { page } = await people.persona("organiser", touch);
    await page.goto("/host");
    const capacity = page.getByLabel("Capacity");
    await capacity.fill("-3");
    await go(page, page.getByRole("main").getByRole("button", { name: "Create draft" }));
    await expect(capacity).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator(":focus")).toHaveAttribute("aria-invalid", "true");
  });
}
