import type { Page } from "@playwright/test";

import { befriend, comeIn, demoEvent, startCall } from "./support/demo";
import { connected, flows, holdConnections } from "./support/media";
import { expect, personas, test, type Visitor } from "./support/people";
import { axeViolations, sticksOut, still } from "./support/screen";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Add people" });
const row = (page: Page, name: string) => dialog(page).getByRole("listitem").filter({ hasText: name });
const ring = (page: Page) => page.getByRole("alertdialog", { name: `${personas.attendee} is calling you` });
const add = (page: Page) => page.getByRole("toolbar").getByRole("button", { name: "Add people" });

/** Two who are in a call, at their pages. */
async function inCall(one: Visitor, other: Visitor, slug: string, eventId: string): Promise<void> {
  const call = await startCall(one, other, eventId);
  for (const { page } of [one, other]) await comeIn(page, slug, call);
  await expect(one.page.getByRole("listitem", { name: `${other.name}, microphone on` })).toBeVisible();
}

test("two in a call add a third, who says no, is rung again, and sees and hears both", async ({ people }) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  const daniela = await people.persona("speaker");
  const robert = await people.persona("judge");
  for (const { page } of [jun, ines, daniela]) await holdConnections(page);
  const { id, slug } = await demoEvent(jun);
  for (const other of [ines, daniela, robert]) await befriend(jun, other, id);
  await daniela.page.goto(`/e/${slug}/lobby`);
  await robert.page.goto(`/e/${slug}/lobby`);
  await inCall(jun, ines, slug, id);

  await test.step("the list is reached, searched and answered by the keyboard", async () => {
    await add(jun.page).focus();
    await jun.page.keyboard.press("Enter");
    await expect(row(jun.page, personas.speaker)).toBeVisible();
    await expect(row(jun.page, personas.hacker)).toHaveCount(0); // is in already
    await expect(dialog(jun.page).getByText("Room for 2 more.")).toBeVisible();
    await expect(row(jun.page, personas.speaker).getByLabel("Here now")).toBeVisible();
    await expect(jun.page.getByRole("searchbox", { name: /Search people/u })).toBeFocused();
    await jun.page.keyboard.type("daniela");
    await expect(dialog(jun.page).getByRole("listitem")).toHaveCount(1);
    await jun.page.keyboard.press("Tab");
    await jun.page.keyboard.press("Enter");
    await expect(row(jun.page, personas.speaker).getByText("Ringing…")).toBeVisible();
    await expect(ines.page.getByRole("listitem", { name: `${personas.speaker}, Ringing` })).toBeVisible();
  });

  await test.step("who is rung sees by whom and how many they are, and may decline", async () => {
    await expect(ring(daniela.page).getByText("3 people")).toBeVisible();
    await ring(daniela.page).getByRole("button", { name: "Decline" }).click();
    await expect(ring(daniela.page)).toHaveCount(0);
    await expect(row(jun.page, personas.speaker).getByText("Declined")).toBeVisible();
    await expect(ines.page.getByText(`${personas.speaker} declined`).first()).toBeVisible();
    await expect(ines.page.getByRole("listitem", { name: /Daniela/u })).toHaveCount(0);
  });

  await test.step("rung again, they answer; all three see and hear each other", async () => {
    await jun.page.getByRole("button", { name: `Ring ${personas.speaker} again` }).click();
    await ring(daniela.page).getByRole("button", { name: "Answer with camera" }).click();
    await daniela.page.waitForURL("**/call/**");
    await expect(row(jun.page, personas.speaker).getByText("In the call")).toBeVisible();
    await jun.page.keyboard.press("Escape");
    await expect(add(jun.page)).toBeFocused();
    for (const { page, name } of [jun, ines, daniela]) {
      await expect.poll(() => connected(page), { message: name }).toBe(2);
      await flows(page, name);
    }
    await expect(ines.page.getByRole("heading", { level: 1 })).toHaveText(
      `${personas.attendee}, ${personas.speaker}`,
    );
  });

  await test.step("with a fourth who is rung the call is full", async () => {
    await add(jun.page).click();
    await jun.page.getByRole("button", { name: `Ring ${personas.judge}` }).click();
    await expect(dialog(jun.page).getByText("This call is full: 4 people at most.")).toBeVisible();
    const full = ines.page.getByRole("button", { name: "This call is full: 4 people at most" });
    await expect(full).toHaveAttribute("aria-disabled", "true");
    await ring(robert.page).getByRole("button", { name: "Decline" }).click();
    await expect(add(ines.page)).toBeVisible();
    await jun.page.keyboard.press("Escape");
  });

  await test.step("who left is rung back, on the page where they left", async () => {
    await daniela.page.getByRole("button", { name: "Leave", exact: true }).click();
    await expect(daniela.page.getByRole("heading", { name: "You left the call" })).toBeVisible();
    await expect(jun.page.getByRole("listitem", { name: `${personas.speaker}, Left` })).toBeVisible();
    await add(jun.page).click();
    await jun.page.getByRole("button", { name: `Ring ${personas.speaker}` }).click();
    await ring(daniela.page).getByRole("button", { name: "Answer with sound" }).click();
    await expect.poll(() => connected(daniela.page)).toBe(2);
  });
});

test("the event's team rings whom it finds", async ({ people }) => {
  const marta = await people.persona("organiser");
  const ines = await people.persona("hacker");
  const robert = await people.persona("judge");
  const { id, slug } = await demoEvent(marta);
  await befriend(marta, ines, id);
  await robert.page.goto(`/e/${slug}/lobby`);
  await inCall(marta, ines, slug, id);
  await add(marta.page).click();
  await marta.page.getByRole("searchbox", { name: "Search people at this event" }).fill("robert");
  await marta.page.getByRole("button", { name: `Ring ${personas.judge}` }).click();
  const rings = robert.page.getByRole("alertdialog", { name: `${personas.organiser} is calling you` });
  await rings.getByRole("button", { name: "Answer with sound" }).click();
  await expect(row(marta.page, personas.judge).getByText("In the call")).toBeVisible();
});

test("the list of people to add: for everybody, on every window, light and dark", async ({ people }) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  const daniela = await people.persona("speaker");
  const { id, slug } = await demoEvent(jun);
  for (const other of [ines, daniela]) await befriend(jun, other, id);
  await inCall(jun, ines, slug, id);
  const { page } = jun;
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    if (width > 767) await add(page).click();
    else {
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menuitem", { name: "Add people" }).click();
    }
    await expect(row(page, personas.speaker)).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await still(page);
      const where = `add people, ${width} px, ${colorScheme}`;
      expect.soft(await axeViolations(page), `axe: ${where}`).toEqual([]);
      expect.soft(await sticksOut(page), `wider than the window: ${where}`).toEqual([]);
    }
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);
  }
});
