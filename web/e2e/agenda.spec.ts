import type { Page } from "@playwright/test";

import { demoEvent, register, type DemoEvent } from "./support/demo";
import { expect, test, type People, type Visitor } from "./support/people";

const sessions = (page: Page) => page.getByRole("main").locator("a[id^=session-]");

/** Somebody at the event, on a clock that is 45 minutes past that of any event of the demo. */
async function open(people: People): Promise<[Visitor, DemoEvent]> {
  const visitor = await people.newcomer("Zed Agenda", { timezoneId: "Pacific/Chatham" });
  const event = await demoEvent(visitor);
  expect(event.agenda.sessions.length).toBeGreaterThan(1_000);
  await register(visitor, event.id);
  await visitor.page.goto(`/e/${event.slug}/agenda`);
  await expect(visitor.page.getByRole("heading", { level: 1, name: "Agenda" })).toBeVisible();
  await expect(sessions(visitor.page).first()).toBeVisible();
  return [visitor, event];
}

const ids = (page: Page) => sessions(page).evaluateAll((links) => links.map((link) => link.id));

test("a thousand sessions: days, tracks, search, stars and time zones", async ({ people }) => {
  const [{ page }, event] = await open(people);
  const main = page.getByRole("main");

  await test.step("the other day has other sessions", async () => {
    const before = await ids(page);
    const days = main
      .getByRole("radiogroup", { name: "Day" })
      .or(main.getByRole("group", { name: "Day" }))
      .first();
    await days.getByRole("radio", { checked: false }).first().click();
    await expect.poll(async () => (await ids(page)).some((id) => before.includes(id))).toBe(false);
    expect((await ids(page)).length).toBeGreaterThan(0);
  });

  await test.step("only the sessions of a chosen track stay", async () => {
    const counts = new Map<string, number>();
    for (const { trackId } of event.agenda.sessions)
      if (trackId) counts.set(trackId, (counts.get(trackId) ?? 0) + 1);
    const shown = await ids(page);
    const [, one] = /session-(.*)/u.exec(shown[0] ?? "") ?? [];
    const trackId = event.agenda.sessions.find(({ id }) => id === one)?.trackId;
    const track = event.agenda.tracks.find(({ id }) => id === trackId);
    expect(track).toBeDefined();
    await main
      .getByRole("button", { name: /^(Tracks|All \d+ tracks)/u })
      .first()
      .click();
    const popover = page.getByRole("dialog").last();
    await popover
      .getByRole("searchbox")
      .or(popover.getByRole("textbox"))
      .first()
      .fill(track?.name ?? "");
    await popover.getByRole("checkbox", { name: track?.name }).first().click();
    await page.keyboard.press("Escape");
    const ofTrack = new Set(
      event.agenda.sessions.filter((session) => session.trackId === trackId).map(({ id }) => id),
    );
    await expect
      .poll(async () => (await ids(page)).every((id) => ofTrack.has(id.replace("session-", ""))))
      .toBe(true);
    expect((await ids(page)).length).toBeGreaterThan(0);
    await main
      .getByRole("button", { name: /Tracks/u })
      .first()
      .click();
    await page.getByRole("button", { name: "Show all tracks" }).click();
    await page.keyboard.press("Escape");
    await expect
      .poll(async () => (await ids(page)).some((id) => !ofTrack.has(id.replace("session-", ""))))
      .toBe(true);
  });

  await test.step("a search finds by title, and a star is kept", async () => {
    const [first] = await ids(page);
    const title = event.agenda.sessions.find(({ id }) => `session-${id}` === first)?.title ?? "";
    const field = main.getByRole("searchbox").first();
    await field.fill(title);
    await expect(page.locator(`[id="${first}"]`)).toBeVisible();
    await expect.poll(() => sessions(page).count()).toBeLessThan(4);
    await main.getByRole("radio", { name: /^List/u }).click();
    const star = main.getByRole("button", { name: `Star ${title}` }).first();
    await star.click();
    await expect(star).toHaveAttribute("aria-pressed", "true");
    await field.fill("");
    await page.reload();
    await main.getByRole("radio", { name: /^(Mine|Starred|My)/u }).click();
    // The address knows the day, so it is there at once.
    await expect(main.getByRole("button", { name: `Star ${title}` }).first()).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  });

  await test.step("the clock of the event or one's own", async () => {
    const zone = main.getByRole("button", { name: /time/iu }).first();
    const before = await sessions(page).first().locator("xpath=ancestor::article").innerText();
    const pressed = await zone.getAttribute("aria-pressed");
    await zone.click();
    await expect(zone).not.toHaveAttribute("aria-pressed", pressed ?? "");
    await expect
      .poll(() => sessions(page).first().locator("xpath=ancestor::article").innerText())
      .not.toBe(before);
  });
});

test("scrolling the whole day never holds the page up", async ({ people }) => {
  const [{ page }] = await open(people);
  // On another clock a day may begin a little before its last session.
  await page.getByRole("button", { name: /^Your time/u }).click();
  await expect(page.getByRole("button", { name: /^Event time/u })).toBeVisible();
  await page.evaluate(() => {
    const held = window as unknown as { longTasks: number[] };
    held.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) held.longTasks.push(Math.round(duration));
    }).observe({ type: "longtask", buffered: false });
  });
  const grid = page.locator("[data-agenda-grid]");
  await grid.hover();
  const seen = new Set<string>();
  for (const [x, y] of [
    ...Array<[number, number]>(24).fill([400, 0]),
    ...Array<[number, number]>(24).fill([-300, 250]),
  ]) {
    await page.mouse.wheel(x, y);
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    for (const id of await ids(page)) seen.add(id);
  }
  expect(seen.size, "it went through the day").toBeGreaterThan(100);
  expect(await sessions(page).count(), "only what is in view is in the page").toBeLessThan(300);
  const tasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  // Two, for what a busy machine does to anybody.
  expect(
    tasks.filter((duration) => duration > 200).length,
    `long tasks: ${tasks.join(" ")}`,
  ).toBeLessThanOrEqual(2);
});

test("the agenda by keyboard alone: search, arrows, star, open", async ({ people }) => {
  const [{ page }, event] = await open(people);
  await page.keyboard.press("/");
  const field = page.getByRole("main").getByRole("searchbox").first();
  await expect(field).toBeFocused();
  const focusedId = () => page.evaluate(() => document.activeElement?.id ?? "");
  for (let tabs = 0; tabs < 40 && !(await focusedId()).startsWith("session-"); tabs++)
    await page.keyboard.press("Tab");
  const first = await focusedId();
  expect(first).toMatch(/^session-/u);
  await page.keyboard.press("ArrowRight");
  await expect.poll(focusedId).not.toBe(first);
  const second = await focusedId();
  expect(second).toMatch(/^session-/u);
  const { id, title } = event.agenda.sessions.find((session) => `session-${session.id}` === second) ?? {};
  await page.keyboard.press("s");
  await expect(page.getByRole("button", { name: `Star ${title}` }).first()).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/sessions/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
});
