import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { demoEvent, register } from "./support/demo";
import { expect, test } from "./support/people";

const openMenu = async (page: Page) => {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  return page.getByRole("menu");
};

/** A calendar's text, its long lines as they were. */
const unfolded = (text: string): string => text.replace(/\r\n /gu, "");
const count = (text: string): number => text.match(/^BEGIN:VEVENT/gmu)?.length ?? 0;

test("the agenda as files, all of it and a track", async ({ people }) => {
  const visitor = await people.newcomer("Xenia Export");
  const { page } = visitor;
  const event = await demoEvent(visitor);
  await page.goto(`/e/${event.slug}/agenda`);

  await test.step("each kind of file is a link that is kept", async () => {
    for (const [name, ending] of [
      ["Calendar (.ics)", "ics"],
      ["Schedule XML (frab)", "xml"],
      ["Schedule JSON", "json"],
    ] as const) {
      const item = (await openMenu(page)).getByRole("menuitem", { name });
      const [download] = await Promise.all([page.waitForEvent("download"), item.click()]);
      expect(download.suggestedFilename()).toBe(`${event.slug}.${ending}`);
      const text = readFileSync(await download.path(), "utf8");
      expect(text).toContain(event.agenda.sessions[0]?.id);
      if (ending === "ics") expect(count(text)).toBe(event.agenda.sessions.length);
    }
  });

  await test.step("a track that is chosen has a calendar of its own", async () => {
    const [track] = event.agenda.tracks;
    const ofTrack = event.agenda.sessions.filter(({ trackId }) => trackId === track?.id);
    await page
      .getByRole("main")
      .getByRole("button", { name: /^Tracks/u })
      .click();
    await page
      .getByRole("dialog")
      .getByRole("searchbox")
      .fill(track?.name ?? "");
    await page.getByRole("checkbox", { name: track?.name }).first().click();
    await page.keyboard.press("Escape");
    const item = (await openMenu(page)).getByRole("menuitem", { name: `${track?.name}: calendar` });
    const [download] = await Promise.all([page.waitForEvent("download"), item.click()]);
    expect(count(readFileSync(await download.path(), "utf8"))).toBe(ofTrack.length);
  });
});

test("what I starred, by an address that can be revoked", async ({ people }) => {
  const me = await people.newcomer("Yuna Calendar");
  const other = await people.nobody();
  const event = await demoEvent(me);
  await register(me, event.id);
  const starred = event.agenda.sessions.slice(3, 5);
  const star = (sessionId: string) =>
    me.graph("mutation ($sessionId: ID!) { starSession(sessionId: $sessionId, starred: true) }", {
      sessionId,
    });
  for (const { id } of starred) await star(id);
  await me.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { page } = me;
  await page.goto(`/e/${event.slug}/agenda`);
  await (await openMenu(page)).getByRole("menuitem", { name: "My starred sessions in my calendar" }).click();
  const dialog = page.getByRole("dialog", { name: "My starred sessions in my calendar" });
  await dialog.getByRole("button", { name: "Make the address" }).click();
  const field = dialog.getByRole("textbox", { name: "Address of your calendar" });
  await expect(field).toHaveValue(/\/calendar\/[\w-]{43}\.ics$/u);
  const address = await field.inputValue();
  const { pathname } = new URL(address);
  await expect(dialog.getByText(/whoever has this address sees what you starred/u)).toBeVisible();
  await expect(dialog.getByRole("link", { name: "Open in a calendar" })).toHaveAttribute(
    "href",
    address.replace(/^https?:/u, "webcal:"),
  );
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(address);

  await test.step("it works for who has no cookie, and follows the stars", async () => {
    const answer = await other.context.request.get(pathname);
    expect(answer.status()).toBe(200);
    const text = unfolded(await answer.text());
    expect(count(text)).toBe(2);
    for (const { id } of starred) expect(text).toContain(`UID:${id}@`);
    await star(event.agenda.sessions[5]?.id ?? "");
    const later = await other.context.request.get(pathname);
    expect(count(await later.text())).toBe(3);
  });

  await test.step("it is there again when the page is", async () => {
    await page.reload();
    await (
      await openMenu(page)
    )
      .getByRole("menuitem", { name: "My starred sessions in my calendar" })
      .click();
    await expect(field).toHaveValue(address);
  });

  await test.step("once revoked it is gone", async () => {
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
    await expect(dialog.getByRole("button", { name: "Make the address" })).toBeVisible();
    expect((await other.context.request.get(pathname)).status()).toBe(404);
    await dialog.getByRole("button", { name: "Make the address" }).click();
    await expect(field).toHaveValue(/\/calendar\//u);
    expect(await field.inputValue()).not.toBe(address);
  });
});

test("nobody without scripts finds the files too", async ({ people }) => {
  const visitor = await people.nobody({ javaScriptEnabled: false });
  const { page, context } = visitor;
  const event = await demoEvent(visitor);
  await page.goto(`/e/${event.slug}/agenda`);
  for (const name of ["Calendar (.ics)", "Schedule XML (frab)", "Schedule JSON"]) {
    const href = await page.getByRole("link", { name }).getAttribute("href");
    expect((await context.request.get(href ?? "")).status()).toBe(200);
  }
  await page.goto(`/e/${event.slug}`);
  const link = page.locator('link[rel="alternate"][type="text/calendar"]');
  await expect(link).toHaveAttribute("href", new RegExp(`/e/${event.slug}/schedule\\.ics$`, "u"));
});
