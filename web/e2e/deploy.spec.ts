import type { Page } from "@playwright/test";

import { Deploys } from "./support/deploys";
import { axeViolations } from "./support/screen";
import { expect, test } from "./support/people";

/** What a page may say while the server is away, or will not answer it any more. */
const away =
  /ERR_CONNECTION_REFUSED|WebSocket connection|ERR_FAILED|xhr poll| 50[23] | 403 Forbidden .*\/graphql/u;
const notice = (page: Page) => page.getByText("A new version of Hallway is ready", { exact: true });

const versionOf = (page: Page) => page.evaluate(() => document.body.dataset.version);
/** What this page asks by itself, as the gateway answers it. */
const asks = (page: Page, query: string) =>
  page.evaluate(async (text) => {
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: text }),
    });
    return (await answer.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  }, query);

const workers = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

test("a deploy leaves open pages as they are, tells them, and answers them one version longer", async ({
  people,
}) => {
  const deploys = new Deploys();
  try {
    await deploys.start("one");
    const { page, faults, context } = await people.newcomer("Ada Deploy", { baseURL: deploys.url });
    faults.expect(away);
    const socket = page.waitForEvent("websocket");
    await page.goto("/host");
    await (await socket).waitForEvent("framereceived", ({ payload }) => String(payload).startsWith("40"));
    const name = page.getByRole("textbox", { name: "Name" });
    await name.fill("Half a conference");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    expect(await versionOf(page)).toBe("one");

    await test.step("while Hallway is away, a page that is opened waits for it", async () => {
      await deploys.stop();
      const other = await context.newPage();
      await other.goto("/login");
      await expect(other.getByRole("heading", { name: "Hallway cannot be reached" })).toBeVisible();
      expect(await axeViolations(other)).toEqual([]);
      await deploys.start("two");
      await expect(other.getByRole("heading", { name: "Hallway cannot be reached" })).toHaveCount(0, {
        timeout: 60_000,
      });
      expect(await versionOf(other)).toBe("two");
      await other.close();
    });

    await test.step("the open page is told, and goes on", async () => {
      await expect(notice(page)).toBeVisible({ timeout: 60_000 });
      expect(await versionOf(page), "nobody reloaded it").toBe("one");
      await expect(name).toHaveValue("Half a conference");
      expect((await context.request.get(Deploys.file("one"))).status()).toBe(200);
      expect((await context.request.get(Deploys.file("two"))).status()).toBe(200);
      expect(await asks(page, Deploys.document("one"))).toEqual({ data: { events: [] } });
    });

    await test.step("a reload by keyboard brings the new one", async () => {
      await page.keyboard.press("F8");
      for (const _ of ["the notice", "its button"]) await page.keyboard.press("Tab");
      await expect(page.getByRole("button", { name: "Reload" })).toBeFocused();
      await page.keyboard.press("Enter");
      await expect.poll(() => versionOf(page).catch(() => "")).toBe("two");
      await expect(page.getByRole("textbox", { name: "Name" })).toBeVisible();
      await expect(notice(page)).toHaveCount(0);
      expect(await workers(page)).toBe(1);
    });

    await deploys.stop();
    await deploys.start("three", { HALLWAY_SERVICE_WORKER: "0" });

    await test.step("two versions back nothing is kept, and the service worker goes when it is switched off", async () => {
      await expect(notice(page)).toBeVisible({ timeout: 60_000 });
      expect((await context.request.get(Deploys.file("one"))).status()).toBe(404);
      expect((await asks(page, Deploys.document("one"))).errors?.[0]?.extensions.code).toBe("outdated");
      await page.getByRole("button", { name: "Reload" }).click();
      await expect.poll(() => versionOf(page).catch(() => "")).toBe("three");
      await expect.poll(() => workers(page)).toBe(0);
    });

    await test.step("a page that is too old to be answered says so", async () => {
      // What an older page would send in place of what this one does.
      await page.route("**/graphql", (route) =>
        route.continue({ postData: JSON.stringify({ query: Deploys.document("one") }) }),
      );
      await page.goto("/notifications");
      await expect(notice(page)).toBeVisible();
    });
  } finally {
    await deploys.end();
  }
});
