import type { Page } from "@playwright/test";

import { demoEvent } from "./support/demo";
import { expect, test } from "./support/people";

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

test("after each navigation the focus is on the new page's heading, also after Back", async ({ people }) => {
  const { page } = await people.persona("attendee");
  const { slug } = await demoEvent(await people.nobody());
  await page.goto(`/e/${slug}/lobby`);
  // Scripts are here: before, a link of the drawn page leads to a document of its own, at whose top one begins.
  await expect(page.getByLabel("Message #lobby")).toBeVisible();
  const rail = page.getByRole("navigation", { name: "Venue" }).first();
  for (const [link, title] of [
    ["Agenda", "Agenda"],
    [/^People/u, "People"],
    [/^Matches/u, "Matches"],
    [/^Messages/u, "Messages"],
    ["Lobby", "Lobby"],
  ] as const) {
    await rail.getByRole("link", { name: link }).press("Enter");
    await expect(heading(page, title)).toBeFocused();
  }
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(heading(page, "People")).toBeFocused();
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().press("Enter");
  await page.waitForURL("**/people/*");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goBack();
  await expect(heading(page, "People")).toBeFocused();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("matches");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/matches");
  await expect(heading(page, "Matches")).toBeFocused();
  await page.getByRole("button", { name: /^Your account/u }).click();
  await page.getByRole("menuitem", { name: "Profile" }).click();
  await page.waitForURL("**/profile");
  await expect(heading(page, "Profile")).toBeFocused();
});

test("Tab comes into the agenda at what is on now, and nothing scrolls away", async ({ people }) => {
  const { slug, nowNext, timeZone } = await demoEvent(await people.nobody());
  const { page } = await people.persona("attendee", { timezoneId: timeZone });
  await page.goto(`/e/${slug}/agenda`);
  const grid = page.locator("[data-agenda-grid]");
  await expect(grid.getByRole("listitem").first()).toBeVisible();
  const before = await grid.evaluate((box) => box.scrollTop);
  expect(before, "the morning is above").toBeGreaterThan(0);
  const reached = () => page.evaluate(() => document.activeElement?.id ?? "");
  for (let tabs = 0; tabs < 40 && !(await reached()).startsWith("session-"); tabs++)
    await page.keyboard.press("Tab");
  expect(nowNext.now).toContain((await reached()).replace("session-", ""));
  expect(await grid.evaluate((box) => box.scrollTop)).toBe(before);
});

/** Where toasts are, and what they would cover of these. */
async function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const toasts = Array.from(document.querySelectorAll("[data-toasts] > *"), (one) =>
      one.getBoundingClientRect(),
    );
    const kept = document.querySelectorAll("[data-keep-clear], [data-keep-clear] *");
    return Array.from(kept)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0)
      .filter(({ box }) =>
        toasts.some(
          (one) =>
            one.left < box.right && one.right > box.left && one.top < box.bottom && one.bottom > box.top,
        ),
      )
      .map(({ element }) => element.outerHTML.slice(0, 120));
  });
}

for (const width of [1440, 1024, 390])
  test(`toasts cover neither the composer nor Send, ${width} px`, async ({ people }) => {
    const { page } = await people.newcomer("Toni Toast", { viewport: { width, height: 844 } });
    const visitor = await people.nobody();
    const { slug, id } = await demoEvent(visitor);
    await page.goto(`/e/${slug}/lobby`);
    await page.getByRole("button", { name: "Register and come in" }).click();
    await page.getByRole("button", { name: "Show me people" }).click();
    // "Not now" leaves a toast with Undo, which stays for ten seconds.
    const notNow = page.getByRole("button", { name: /^Not now: /u });
    await expect(notNow.first()).toBeVisible();
    await notNow.first().click();
    await expect(page.locator("[data-toasts] > *").first()).toBeVisible();
    await expect.poll(() => covered(page)).toEqual([]);
    if (width < 1200) {
      await (
        width < 768
          ? page.getByRole("navigation", { name: "Venue" }).getByRole("button", { name: "Chat" })
          : page.getByRole("button", { name: /^Open the side panel/u })
      ).click();
    } else {
      await page.getByRole("link", { name: "Lobby" }).first().click();
    }
    const send = page.getByRole("button", { name: "Send" });
    await expect(send).toBeVisible();
    await expect(page.locator("[data-toasts] > *").first()).toBeVisible();
    await expect.poll(() => covered(page)).toEqual([]);
    expect(id).not.toBe("");
  });
