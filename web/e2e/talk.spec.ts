import type { Page } from "@playwright/test";

import { demoEvent, register } from "./support/demo";
import { expect, test, type People, type Visitor } from "./support/people";

const field = (page: Page) => page.getByRole("textbox", { name: "Message #lobby" });
const log = (page: Page) => page.getByRole("region", { name: /^Chat:/u }).getByRole("log");

/** Somebody new, registered for the demo's event. */
async function attendee(people: People, name: string): Promise<[Visitor, string]> {
  const visitor = await people.newcomer(name);
  const { id, slug } = await demoEvent(visitor);
  await register(visitor, id);
  return [visitor, slug];
}

async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press("Enter");
  await expect(field(page)).toHaveValue("");
}

const minute = 60_000;
const year = 365 * 24 * 60 * minute;

for (const [words, wrong] of [
  ["10 minutes behind", -10 * minute],
  ["10 minutes ahead", 10 * minute],
  ["a year behind", -year],
  ["a year ahead", year],
] as const)
  test(`a clock that is ${words} changes nothing`, async ({ people }) => {
    const [{ page }, slug] = await attendee(people, "Ada Clock");
    const refreshes: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/session/refresh")) refreshes.push(request.url());
    });
    await page.clock.install({ time: Date.now() + wrong });

    await page.goto(`/e/${slug}/lobby`);
    await expect(field(page)).toBeVisible();
    await expect(page.getByText("Register to come in")).toHaveCount(0);
    const said = `by a clock that is ${words}, ${Date.now()}`;
    await say(page, said);
    await expect(log(page).getByText(said)).toBeVisible();

    await page.goto(`/e/${slug}/agenda`);
    // The line stands at the real time, also by the wrong clock: as the agenda opens at what is on now.
    const line = page.getByRole("main").locator("span.bg-live").filter({ visible: true });
    await expect(line).toBeVisible();
    const shown = async () => {
      const [hours = 0, minutes = 0] = ((await line.textContent()) ?? "").split(":").map(Number);
      const real = new Date()
        .toLocaleTimeString("en-GB", { timeZone: "Europe/Brussels" })
        .split(":")
        .map(Number);
      return Math.abs(hours * 60 + minutes - (real[0] ?? 0) * 60 - (real[1] ?? 0));
    };
    await expect.poll(shown).toBeLessThanOrEqual(1);

    // Ten more pages and what they ask: one refresh for each person who was signed in behind their back is enough.
    for (let n = 0; n < 3; n++)
      for (const place of ["people", "lobby"]) await page.goto(`/e/${slug}/${place}`);
    await expect(field(page)).toBeVisible();
    expect(refreshes.length, "refreshes").toBeLessThanOrEqual(1);
  });

test("a draft is one in two tabs, and is sent once", async ({ people }) => {
  const [{ page, context }, slug] = await attendee(people, "Ada Tabs");
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`/e/${slug}/lobby`);
    await expect(field(tab)).toBeVisible();
  }
  const words = `said once ${Date.now()}`;
  await field(page).fill(words);
  await expect(field(other)).toHaveValue(words);
  await field(page).press("Enter");
  await expect(field(other)).toHaveValue("");
  await field(other).press("Enter");
  await expect(log(other).getByText(words)).toHaveCount(1);
  await say(other, `${words} and then`);
  await expect(log(page).getByText(`${words} and then`)).toBeVisible();
  await expect(log(page).getByText(words, { exact: true })).toHaveCount(1);
});

test("an Enter of a composition, in a code block, or of blanks does not send", async ({ people }) => {
  const [{ page }, slug] = await attendee(people, "Ada Keys");
  await page.goto(`/e/${slug}/lobby`);
  await field(page).fill("日本");
  // Safari's order: the composition has ended when its Enter is told of.
  await field(page).evaluate((box) => {
    box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "日本" }));
    box.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }),
    );
  });
  await expect(field(page)).toHaveValue("日本");
  await field(page).fill("\u3164\u2800");
  await field(page).press("Enter");
  await expect(page.getByRole("button", { name: "Send" })).toHaveAttribute("aria-disabled", "true");
  await field(page).fill("");
  await page.keyboard.type("```js");
  await page.keyboard.press("Enter");
  await page.keyboard.type("let a");
  await expect(field(page)).toHaveValue("```js\nlet a");
  await page.keyboard.press("Control+Enter");
  await expect(log(page).getByText("let a")).toBeVisible();
});

test("a file that is dropped leaves no page, and the composer says that none can be sent", async ({
  people,
}) => {
  const [{ page, context }, slug] = await attendee(people, "Ada Files");
  await page.goto(`/e/${slug}/lobby`);
  await field(page).fill("half written");
  const here = page.url();
  const devtools = await context.newCDPSession(page);
  const drop = async (on: ReturnType<Page["locator"]>) => {
    const box = await on.boundingBox();
    if (!box) throw new Error("not on the page");
    const at = { x: box.x + box.width / 2, y: box.y + Math.min(20, box.height / 2) };
    const data = { items: [], files: [__filename], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await devtools.send("Input.dispatchDragEvent", { type, ...at, data });
  };
  const note = page.getByText("Files cannot be sent here yet.");
  await drop(page.getByRole("main"));
  await drop(field(page));
  await expect(note).toBeVisible();
  expect(page.url()).toBe(here);
  await expect(field(page)).toHaveValue("half written");
  await field(page).press("!");
  await expect(note).toHaveCount(0);
  expect(context.pages()).toHaveLength(1);
});

test("what is written from right to left stands so, while it is written and when it is read", async ({
  people,
}) => {
  const [{ page }, slug] = await attendee(people, "Ada Right");
  await page.goto(`/e/${slug}/lobby`);
  const words = `שלום לכולם ${Date.now()}`;
  await field(page).fill(words);
  await expect(field(page)).toHaveCSS("direction", "rtl");
  await field(page).press("Enter");
  await expect(log(page).getByText(words)).toHaveCSS("direction", "rtl");
});

test("a mention opens at its message: from outside, far back, on a phone, and says why not", async ({
  people,
}) => {
  const name = `Ada M${Date.now() % 1_000_000}`;
  const [ada, slug] = await attendee(people, name);
  const [ben] = await attendee(people, "Ben Talks");
  const [cleo] = await attendee(people, "Cleo Talks");
  await ada.page.goto("/notifications");
  for (const { page } of [ben, cleo]) await page.goto(`/e/${slug}/lobby`);
  const words = `look at this ${Date.now()}`;
  const bell = ada.page.getByRole("button", { name: /^Notifications/u });
  await field(ben.page).fill(`@${name}`);
  await ben.page.getByRole("option", { name }).click();
  await field(ben.page).pressSequentially(words);
  await field(ben.page).press("Enter");
  await expect(bell).toHaveAccessibleName(/1/u);
  // More than a page of the log is said after it.
  for (const { page } of [ben, cleo]) for (let n = 1; n <= 28; n++) await say(page, `and on it goes ${n}`);
  await expect(log(ben.page).getByText("and on it goes 28").last()).toBeVisible();

  const message = log(ada.page).getByRole("article").filter({ hasText: words });
  const open = async () => {
    await bell.click();
    await ada.page
      .getByRole("dialog", { name: "Notifications" })
      .getByRole("link", { name: /Ben Talks mentioned you/u })
      .click();
    await ada.page.waitForURL(`**/e/${slug}/lobby`);
  };
  await open();
  await expect(message).toBeInViewport();
  await expect(message).toHaveAttribute("aria-current", "true");
  await ada.page.screenshot({ path: "test-results/mention-1440.png" });

  await test.step("and again, from the same page", async () => {
    await ada.page.getByRole("button", { name: /Jump to latest/u }).click();
    await expect(message).not.toBeInViewport();
    await open();
    await expect(message).toBeInViewport();
  });

  await test.step("on a phone the chat comes over the page", async () => {
    await ada.page.setViewportSize({ width: 390, height: 844 });
    await ada.page.goto("/notifications");
    await ada.page
      .getByRole("main")
      .getByRole("link", { name: /Ben Talks mentioned you/u })
      .click();
    await expect(message).toBeInViewport();
    await ada.page.screenshot({ path: "test-results/mention-390.png" });
    await ada.page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("who is not registered any more reads why", async () => {
    const { id } = await demoEvent(ada);
    await ada.graph("mutation ($eventId: ID!) { cancelRegistration(eventId: $eventId) { id } }", {
      eventId: id,
    });
    await ada.page.goto("/notifications");
    await ada.page
      .getByRole("main")
      .getByRole("link", { name: /Ben Talks mentioned you/u })
      .click();
    await expect(ada.page.getByText(/The message you came for is in the chat of/u)).toBeVisible();
    await ada.page.screenshot({ path: "test-results/mention-outside.png" });
  });
});

test("keys of one letter can be switched off", async ({ people }) => {
  const [{ page }, slug] = await attendee(people, "Ada Letters");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.goto("/settings");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(keys).toBeVisible();
  await page.keyboard.press("Escape");
  const choice = page.getByRole("switch", { name: "Shortcuts of one letter" });
  await choice.click();
  await expect(choice).not.toBeChecked();
  await page.goto(`/e/${slug}/lobby`);
  await expect(field(page)).toBeVisible();
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await expect(keys).toHaveCount(0);
  expect(page.url()).toContain("/lobby");
});
