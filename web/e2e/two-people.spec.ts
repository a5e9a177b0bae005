import type { Page } from "@playwright/test";

import { befriend, demoEvent, startCall } from "./support/demo";
import { flows, holdConnections } from "./support/media";
import { expect, freshEmail, password, personas, test, type Visitor } from "./support/people";

const lobbyField = (page: Page) => page.getByRole("textbox", { name: "Message #lobby" });

/** What these two said, in the order that this page shows. */
async function shown(page: Page, mark: string): Promise<string[]> {
  const lines = await page.getByRole("log").getByText(mark).allInnerTexts();
  return lines.map((line) => line.trim());
}

/** Comes as a stranger by the event's page: makes an account on the way, and is inside. */
async function arrive(visitor: Visitor, event: { slug: string; name: string }, name: string): Promise<void> {
  const { page } = visitor;
  await page.goto("/");
  await page.getByRole("link", { name: event.name }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: event.name })).toBeVisible();
  await page.getByRole("button", { name: "Register and enter" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "E-mail" }).fill(freshEmail());
  await page.getByRole("textbox", { name: /^Password/u }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(`**/e/${event.slug}/lobby`);
}

test("two strangers meet: register, chat, match, write, call, reload, leave", async ({ people }) => {
  test.setTimeout(240_000);
  const ada = await people.nobody();
  const jun = await people.nobody();
  const name = `Ada Pair${Date.now() % 10_000}`;
  for (const { page } of [ada, jun]) await holdConnections(page);
  const event = await demoEvent(ada);

  await test.step("one registers from the event's page, the other is one of the demo's people", async () => {
    await arrive(ada, event, name);
    await jun.page.goto(`/login?next=/e/${event.slug}/lobby`);
    await jun.page.getByRole("button", { name: `Come in as ${personas.attendee}` }).click();
    await jun.page.waitForURL(`**/e/${event.slug}/lobby`);
  });

  await test.step("they chat both ways, and both see one order", async () => {
    const mark = `m${Date.now().toString(36)}`;
    const expected: string[] = [];
    for (const { page } of [ada, jun]) await expect(lobbyField(page)).toBeVisible();
    // Not waiting for each other: the server alone decides on the order.
    for (let round = 1; round <= 4; round++)
      for (const [who, { page }] of [
        ["ada", ada],
        ["jun", jun],
      ] as const) {
        await lobbyField(page).fill(`${mark} ${who} ${round}`);
        await lobbyField(page).press("Enter");
        await expect(lobbyField(page)).toHaveValue("");
        expected.push(`${mark} ${who} ${round}`);
      }
    for (const { page } of [ada, jun])
      await expect.poll(async () => (await shown(page, mark)).length).toBe(expected.length);
    await expect
      .poll(async () => (await shown(jun.page, mark)).join())
      .toBe((await shown(ada.page, mark)).join());
    const order = await shown(ada.page, mark);
    expect([...order].sort()).toEqual([...expected].sort());
    for (const who of ["ada", "jun"])
      expect(order.filter((line) => line.includes(who))).toEqual(
        expected.filter((line) => line.includes(who)),
      );
  });

  await test.step("both say yes to meeting, and both are told", async () => {
    const open = ada.page.getByRole("switch", { name: /Open to meet/u }).first();
    await expect(open).toBeVisible();
    if ((await open.getAttribute("aria-checked")) !== "true") await open.click();
    await expect(open).toHaveAttribute("aria-checked", "true");
    for (const [me, you] of [
      [ada, personas.attendee],
      [jun, name],
    ] as const) {
      const { page } = me;
      await page
        .getByRole("navigation", { name: "Venue" })
        .getByRole("link", { name: /^People/u })
        .click();
      await page.getByRole("searchbox", { name: /Find people/u }).fill(you);
      await page.getByRole("main").getByRole("link", { name: you }).click();
      await page.getByRole("button", { name: `Meet ${you}`, exact: true }).click();
    }
    const first = (full: string) => full.split(" ")[0];
    for (const [{ page }, you] of [
      [ada, personas.attendee],
      [jun, name],
    ] as const) {
      await expect(
        page.getByRole("region", { name: /Notifications/u }).getByText(`You and ${first(you)}`),
      ).toBeVisible();
      await page.getByRole("button", { name: /^Notifications/u }).click();
      await expect(
        page.getByRole("dialog", { name: "Notifications" }).getByText(`You and ${you} both`),
      ).toBeVisible();
      await page.keyboard.press("Escape");
      await page
        .getByRole("navigation", { name: "Venue" })
        .getByRole("link", { name: /^Matches/u })
        .click();
      await expect(page.getByRole("heading", { name: `You and ${first(you)} both said yes` })).toBeVisible();
    }
  });

  await test.step("they write to each other alone", async () => {
    await ada.page.getByRole("button", { name: /^Message Jun/u }).click();
    const field = ada.page.getByRole("textbox", { name: `Write to ${personas.attendee}` });
    await field.fill("Shall we have a quick call?");
    await field.press("Enter");
    await jun.page
      .getByRole("navigation", { name: "Venue" })
      .getByRole("link", { name: /^Messages/u })
      .click();
    await jun.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name }).click();
    const log = jun.page.getByRole("region", { name: `Chat: ${name}` }).getByRole("log");
    await expect(log.getByText("Shall we have a quick call?")).toBeVisible();
    await jun.page.getByRole("textbox", { name: `Write to ${name}` }).fill("Ring me.");
    await jun.page.keyboard.press("Enter");
    await expect(
      ada.page.getByRole("region", { name: `Chat: ${personas.attendee}` }).getByText("Ring me."),
    ).toBeVisible();
  });

  await test.step("one rings, the other answers, and both see and hear", async () => {
    await ada.page
      .getByRole("navigation", { name: "Venue" })
      .getByRole("link", { name: /^Matches/u })
      .click();
    await ada.page.getByRole("button", { name: "Call Jun" }).click();
    await ada.page.waitForURL("**/call/**");
    const ring = jun.page.getByRole("alertdialog", { name: `${name} is calling you` });
    await ring.getByRole("button", { name: "Answer with camera" }).click();
    await jun.page.waitForURL("**/call/**");
    // People who have just met begin with the camera off.
    const camera = ada.page.getByRole("button", { name: "Turn the camera on" });
    await expect(camera.or(ada.page.getByRole("button", { name: "Turn the camera off" }))).toBeVisible();
    if (await camera.isVisible()) await camera.click();
    await flows(ada.page, "the caller");
    await flows(jun.page, "the answerer");
  });

  await test.step("a reload in the middle of the call comes back", async () => {
    await jun.page.reload();
    await flows(jun.page, "who reloaded");
    await flows(ada.page, "who stayed");
  });

  await test.step("both leave", async () => {
    await jun.page.getByRole("button", { name: "Leave", exact: true }).click();
    await expect(jun.page.getByRole("heading", { name: "You left the call" })).toBeVisible();
    await ada.page
      .getByRole("button", { name: "Leave", exact: true })
      .or(ada.page.getByRole("link", { name: /Back to/u }))
      .first()
      .click();
    await expect(ada.page.getByRole("toolbar", { name: "Call controls" })).toHaveCount(0);
  });
});

test("whoever opens a call by its link looks into the mirror first", async ({ people }) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  for (const { page } of [jun, ines]) await holdConnections(page);
  const { slug, id } = await demoEvent(jun);
  await befriend(jun, ines, id);
  const call = await startCall(jun, ines, id);
  await jun.page.goto(`/e/${slug}/call/${call}`);
  await ines.page.goto(`/e/${slug}/call/${call}`);
  await expect(ines.page.getByRole("heading", { name: "Ready to join?" })).toBeVisible();
  const level = ines.page.getByRole("meter", { name: "Microphone level" });
  // The microphone beeps once a second: asked once a second, it might always be silent.
  await expect
    .poll(async () => Number(await level.getAttribute("aria-valuenow")), { intervals: [70] })
    .toBeGreaterThan(0);
  const on = ines.page.getByRole("button", { name: "Turn the camera on" });
  if (await on.isVisible()) await on.click();
  await expect(ines.page.getByLabel("Your camera", { exact: true })).toBeVisible();
  await ines.page.getByRole("button", { name: "Join the call" }).click();
  await expect
    .poll(() => ines.page.getByRole("listitem", { name: /Jun Takahara/u }).getAttribute("aria-label"))
    .toContain("microphone on");
});
