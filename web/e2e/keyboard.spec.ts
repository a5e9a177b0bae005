import type { Locator, Page } from "@playwright/test";

import { demoEvent } from "./support/demo";
import { expect, personas, test } from "./support/people";

/** The seeded friend of the attendee: the two may write to each other. */
const friend = "Amara Okonkwo";

/** Presses Tab until this has the focus; fails when it cannot be reached so. */
async function tabTo(page: Page, target: Locator, most = 80): Promise<void> {
  await expect(target).toBeVisible();
  for (let tabs = 0; tabs < most; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${target.toString()} was not reached with ${most} tabs`);
}

test("from signing in to writing to a friend without a mouse", async ({ people }) => {
  const visitor = await people.nobody();
  const { page } = visitor;
  const { slug } = await demoEvent(visitor);
  const mark = `by keyboard ${Date.now().toString(36)}`;

  await page.goto(`/login?next=/e/${slug}/lobby`);
  await tabTo(page, page.getByRole("button", { name: `Come in as ${personas.attendee}` }));
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/e/${slug}/lobby`);

  const field = page.getByRole("textbox", { name: "Message #lobby" });
  await tabTo(page, field, 160);
  await page.keyboard.type(mark);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log").getByText(mark)).toBeVisible();
  await expect(field).toBeFocused();

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("combobox", { name: "Search and go" });
  await expect(palette).toBeFocused();
  await page.keyboard.type(friend);
  const option = page.getByRole("option", { name: friend });
  await expect(option).toBeVisible();
  for (let downs = 0; downs < 20 && (await option.getAttribute("aria-selected")) !== "true"; downs++)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/people/**");
  await expect(page.getByRole("heading", { level: 1, name: friend })).toBeVisible();

  await tabTo(page, page.getByRole("main").getByRole("button", { name: "Message", exact: true }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/messages/**");
  await tabTo(page, page.getByRole("textbox", { name: `Write to ${friend}` }), 160);
  await page.keyboard.type(`${mark}, too`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: `Chat: ${friend}` }).getByText(`${mark}, too`)).toBeVisible();

  await page.keyboard.press("Escape");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.waitForURL(`**/e/${slug}/agenda`);
});

test("what is focused on an event's page before it is known who looks keeps the focus", async ({
  people,
}) => {
  const { page } = await people.persona("attendee");
  const { slug } = await demoEvent(await people.nobody());
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/session/refresh", async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(`/e/${slug}`);
  const enter = page.getByRole("link", { name: "Enter", exact: true });
  await enter.focus();
  answer();
  await expect(page.getByRole("button", { name: `Your account: ${personas.attendee}` })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Star /u }).first()).toBeEnabled();
  await expect(enter).toBeFocused();
});
