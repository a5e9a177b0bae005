import type { Page } from "@playwright/test";

import { befriend, demoEvent, startCall } from "./support/demo";
import { connected, holdConnections } from "./support/media";
import { expect, personas, test } from "./support/people";
import { axeViolations, sticksOut, still } from "./support/screen";

const rings = (page: Page, name: RegExp | string = `${personas.speaker} is calling you`) =>
  page.getByRole("alertdialog", { name });

test.use({ viewport: { width: 390, height: 844 } });

test("a call that rings is the whole picture of a phone, and gives back what it took", async ({ people }) => {
  test.setTimeout(240_000);
  const jun = await people.persona("attendee");
  const daniela = await people.persona("speaker");
  for (const { page } of [jun, daniela]) await holdConnections(page);
  const { id, slug } = await demoEvent(jun);
  await befriend(jun, daniela, id);
  const { page } = jun;
  const picture = rings(page);
  const field = page.getByRole("textbox", { name: /^Write to /u });
  await page.goto(`/e/${slug}/messages`);
  await page
    .getByRole("link", { name: new RegExp(personas.speaker, "u") })
    .first()
    .click();

  await test.step("it covers the page, and what is being typed says nothing to the caller", async () => {
    await field.click();
    await page.keyboard.type("I am about to ");
    await startCall(daniela, jun, id);
    await expect(picture).toBeFocused();
    expect(await picture.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    for (const key of ["a", "d", "Enter", "Escape", "Space"]) await page.keyboard.press(key);
    await expect(picture).toBeVisible();
    expect(page.url()).toContain("/messages/");
  });

  await test.step("the focus stays in it, and is back in the field when it was declined", async () => {
    for (let tabs = 0; tabs < 6; tabs++) {
      await page.keyboard.press("Tab");
      expect(await picture.evaluate((it) => it.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press("d");
    await expect(picture).toHaveCount(0);
    await expect(field).toBeFocused();
    await expect(field).toHaveValue("I am about to ");
  });

  await test.step("it is whole at every width and in every way of looking", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await startCall(daniela, jun, id);
    await expect(picture).toBeFocused();
    for (const colorScheme of ["light", "dark"] as const)
      for (const size of [
        { width: 390, height: 844 },
        { width: 320, height: 568 },
      ]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        await still(page);
        expect.soft(await sticksOut(page), `${size.width} px`).toEqual([]);
        if (size.width === 390) expect.soft(await axeViolations(page), colorScheme).toEqual([]);
        for (const button of await picture.getByRole("button").all())
          await expect.soft(button).toBeInViewport({ ratio: 1 });
      }
    await page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
    const edges = await picture
      .getByRole("button", { name: /^(?:Answer|Decline)/u })
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).borderTopWidth));
    expect(edges).toEqual(["1px", "1px", "1px"]);
    await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
    await page.setViewportSize({ width: 390, height: 844 });
    await picture.getByRole("button", { name: "Decline" }).click();
  });

  await test.step("where nothing is typed, one key answers", async () => {
    await page.keyboard.press("Escape");
    await expect(field).not.toBeFocused();
    const call = await startCall(daniela, jun, id);
    await daniela.page.goto(`/e/${slug}/call/${call}`);
    await expect(picture).toBeFocused();
    await page.keyboard.press("a");
    await page.waitForURL(`**/call/${call}`);
    await expect(picture).toHaveCount(0);
    await expect.poll(() => connected(page), { timeout: 40_000 }).toBe(1);
  });
});

test("in German it fits the smallest phone", async ({ people }) => {
  const jun = await people.persona("attendee", { locale: "de-DE" });
  const daniela = await people.persona("speaker");
  const { id, slug } = await demoEvent(jun);
  await befriend(jun, daniela, id);
  const { page } = jun;
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto(`/e/${slug}/agenda`);
  await startCall(daniela, jun, id);
  const picture = rings(page, `${personas.speaker} ruft dich an`);
  await expect(picture).toBeFocused();
  await still(page);
  expect(await sticksOut(page)).toEqual([]);
  for (const button of await picture.getByRole("button").all()) {
    await expect.soft(button).toBeInViewport({ ratio: 1 });
    expect.soft(await button.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
  }
  await picture.getByRole("button", { name: "Ablehnen" }).click();
  await expect(picture).toHaveCount(0);
});
