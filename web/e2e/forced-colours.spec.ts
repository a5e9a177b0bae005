import type { Locator, Page } from "@playwright/test";

import { demoEvent } from "./support/demo";
import { expect, test } from "./support/people";
import { boxOf, drawnShare, mainColour } from "./support/pixels";
import { settled } from "./support/screen";

/** Forced colours: what is a state is seen without our colours and shadows. */
const forced = { forcedColors: "active" } as const;

/** What the browser draws it with: the same for two elements that look the same. */
const look = (element: Locator) =>
  element.evaluate((one) => {
    const { backgroundColor, borderTopWidth, borderTopColor, outlineStyle, outlineColor, color } =
      getComputedStyle(one);
    return [backgroundColor, borderTopWidth, borderTopColor, outlineStyle, outlineColor, color].join(" ");
  });

async function expectApart(on: Locator, off: Locator, what: string): Promise<void> {
  expect.soft(await look(on), what).not.toBe(await look(off));
}

test("in the agenda: views, chips, what is on, what is starred, the line of now", async ({ people }) => {
  const { slug, timeZone } = await demoEvent(await people.nobody());
  const { page } = await people.persona("attendee", { ...forced, timezoneId: timeZone });
  await page.goto(`/e/${slug}/agenda`);
  await settled(page);
  const nav = page.getByRole("navigation", { name: "Venue" }).first();
  await expectApart(
    nav.getByRole("link", { name: "Agenda" }),
    nav.getByRole("link", { name: "Lobby" }),
    "rail",
  );
  const views = page.getByRole("radiogroup", { name: "View" }).or(page.getByRole("group", { name: "View" }));
  await expectApart(views.getByRole("radio").nth(0), views.getByRole("radio").nth(1), "views");

  const chip = page.getByRole("button", { name: "Starts within 1 h" });
  const before = await look(chip);
  await chip.click();
  expect.soft(await look(chip), "chip").not.toBe(before);
  await chip.click();

  // Where something wide came into sight, the first column may lie below the gutter.
  const drawn = async (locator: Locator) => {
    await locator.scrollIntoViewIfNeeded();
    await page.locator("[data-agenda-grid]").evaluate((box) => box.scrollTo({ left: 0 }));
    return boxOf(locator, { scroll: false });
  };

  await test.step("the line of now", async () => {
    const grid = await boxOf(page.locator("[data-agenda-grid]"));
    // Beside the cards, just right of the gutter: the line and nothing else is drawn there.
    const share = async () => {
      const { y } = await drawn(page.locator("[data-now-line]"));
      return drawnShare(page, { x: grid.x + 74, y: y - 3, width: 5, height: 8 });
    };
    await expect.poll(share, { message: "now line" }).toBeGreaterThan(0.1);
  });

  await test.step("the edge of what is on", async () => {
    const card = page.locator("[data-moment=live]").first();
    const edge = ({ x, y }: { x: number; y: number }) =>
      mainColour(page, { x: x + 1.5, y: y + 6, width: 1, height: 8 });
    const live = await edge(await drawn(card));
    expect
      .soft(live, "live edge")
      .not.toBe(await edge(await drawn(page.locator("[data-moment=later]").first())));
  });

  await test.step("a star", async () => {
    const card = page.locator("[data-moment=later]").first();
    const star = card.getByRole("button", { name: /^Star /u });
    const plain = await look(card);
    await card.getByRole("link").focus();
    await star.click();
    await expect(star).toHaveAttribute("aria-pressed", "true");
    expect.soft(await look(card), "starred card").not.toBe(plain);
    await star.click();
    await expect(star).toHaveAttribute("aria-pressed", "false");
  });
});

test("switches, presence, badges and counts", async ({ people }) => {
  const { page } = await people.newcomer("Flora Forced", forced);
  const { slug } = await demoEvent(await people.nobody());
  await page.goto(`/e/${slug}/lobby`);
  await page.getByRole("button", { name: "Register and come in" }).click();
  await page.waitForURL("**/welcome**");
  const sw = page.getByRole("main").getByRole("switch", { name: "Open to meet" });
  await expect(sw).toBeChecked();
  const thumb = async () => {
    const box = await boxOf(sw);
    const half = { y: box.y, width: box.width / 2, height: box.height };
    return [
      await mainColour(page, { x: box.x, ...half }),
      await mainColour(page, { x: box.x + half.width, ...half }),
    ];
  };
  const on = await thumb();
  expect.soft(await drawnShare(page, await boxOf(sw)), "a switch is drawn").toBeGreaterThan(0.2);
  await sw.click();
  await expect(sw).not.toBeChecked();
  await settled(page);
  expect.soft(await thumb(), "on and off").not.toEqual(on);
  const topic = page.getByRole("group", { name: "What you are into" }).getByRole("button").first();
  const plain = await look(topic);
  await topic.click();
  expect.soft(await look(topic), "a topic that is picked").not.toBe(plain);
  await sw.click();
  await page.getByRole("button", { name: "Show me people" }).click();

  const card = page.getByRole("article").first();
  await expect(card).toBeVisible();
  await test.step("who is here has a dot", async () => {
    const dot = await boxOf(page.locator("[data-presence=here]").first());
    const middle = { x: dot.x + dot.width / 2 - 1, y: dot.y + dot.height / 2 - 1, width: 2, height: 2 };
    expect.soft(await mainColour(page, middle), "presence").not.toBe(await background(page));
  });
  await test.step("cards and badges have borders", async () => {
    expect.soft(await card.evaluate((one) => getComputedStyle(one).borderTopStyle)).toBe("solid");
    const badge = page.getByRole("banner").getByText("Live", { exact: true }).first();
    expect.soft(await badge.evaluate((one) => getComputedStyle(one).borderTopStyle)).toBe("solid");
  });
});

const background = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor.replace(/[^\d,]/gu, ""));

test("choices: radios and checkboxes", async ({ people }) => {
  const { page } = await people.persona("attendee", forced);
  await page.goto("/settings");
  await settled(page);
  const radios = page.getByRole("radio");
  await expect(radios.first()).toBeVisible();
  const checked = page.getByRole("radio", { checked: true }).first();
  const unchecked = page.getByRole("radio", { checked: false }).first();
  await expectApart(checked, unchecked, "radios");
  expect.soft(await drawnShare(page, await boxOf(unchecked)), "an empty one is drawn").toBeGreaterThan(0.05);
  const { slug } = await demoEvent(await people.nobody());
  await page.goto(`/e/${slug}/agenda`);
  await page.getByRole("button", { name: /^Tracks/u }).click();
  const box = page.getByRole("checkbox").first();
  const plain = await look(box);
  expect.soft(await drawnShare(page, await boxOf(box)), "an empty box is drawn").toBeGreaterThan(0.05);
  await box.click();
  await expect(box).toBeChecked();
  expect.soft(await look(box), "a checked box").not.toBe(plain);
});
