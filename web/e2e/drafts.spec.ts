import type { Page } from "@playwright/test";

import { demoEvent } from "./support/demo";
import { expect, personas, test } from "./support/people";

const secret = "A summit that nobody may hear of yet";

async function comeInAs(page: Page, name: string): Promise<void> {
  await page.goto("/login?next=/host");
  await page.getByRole("button", { name: `Come in as ${name}` }).click();
  await page.waitForURL("**/host");
}

/** Everything that scripts may keep in this browser, in a line each. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [localStorage, sessionStorage].flatMap((storage) =>
      Object.entries(storage).map(([key, value]) => `${key} ${String(value)}`),
    ),
  );

test("what one person typed is not there for the next one in the same browser", async ({ people }) => {
  const visitor = await people.nobody();
  const { page } = visitor;
  const { slug } = await demoEvent(visitor);
  await comeInAs(page, personas.organiser);
  const title = page.getByLabel("Name", { exact: true });
  await title.fill(secret);
  await page.goto(`/e/${slug}/lobby`);
  const message = page.getByRole("textbox", { name: "Message #lobby" });
  await message.fill(`${secret}, said in the lobby`);

  await test.step("it is there after a reload", async () => {
    await page.reload();
    await expect(message).toHaveValue(`${secret}, said in the lobby`);
    await page.goto("/host");
    await expect(title).toHaveValue(secret);
  });

  await test.step("signed out, this browser knows nothing of it", async () => {
    await page.getByRole("button", { name: /^Your account/u }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
    const lines = await kept(page);
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    const ofBrowser = /^hallway\.(session|theme|panel|ring\.muted|register\.|device\.)/u;
    expect(lines.filter((line) => !ofBrowser.test(line))).toEqual([]);
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  });

  await test.step("and the next person finds an empty form", async () => {
    await comeInAs(page, personas.attendee);
    await expect(title).toHaveValue("");
    await page.goto(`/e/${slug}/lobby`);
    await expect(message).toHaveValue("");
  });
});

test("a session that ends by itself keeps the draft, for its person only", async ({ people }) => {
  const { page, context } = await people.nobody();
  await comeInAs(page, personas.organiser);
  const title = page.getByLabel("Name", { exact: true });
  await title.fill(secret);
  const end = async () => {
    // The cookies go, and with them what another tab would share of the session.
    await context.clearCookies();
    await page.evaluate(() => localStorage.removeItem("hallway.session"));
  };
  await end();
  await comeInAs(page, personas.organiser);
  await expect(title).toHaveValue(secret);
  await end();
  await comeInAs(page, personas.attendee);
  await expect(title).toHaveValue("");
  expect((await kept(page)).filter((line) => line.includes(secret))).toEqual([]);
});
