import type { Locator, Page } from "@playwright/test";

import { demoEvent, register } from "./support/demo";
import { connected, holdConnections } from "./support/media";
import { expect, freshEmail, password, test, type Visitor } from "./support/people";

/** From nobody's first look at an event to the end of a talk with somebody there. */
const most = 60;

/**
 * Somebody who has a keyboard and nothing else. Each press counts; what is typed into a field counts as one, however long
 * it is: it is what they have to say, not a way to go.
 */
class Keyboard {
  presses = 0;
  constructor(readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.presses++;
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    this.presses++;
    await this.page.keyboard.type(text);
  }

  /** By Tab to this. */
  async tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    while (!(await target.evaluate((element) => element === document.activeElement))) {
      expect(this.presses, `on the way to ${target.toString()}`).toBeLessThan(most);
      await this.press("Tab");
    }
  }
}

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

/** Comes in by the event's page, with a new account, and passes over the one question. */
async function comeIn(keyboard: Keyboard, slug: string): Promise<void> {
  const { page } = keyboard;
  await page.goto(`/e/${slug}`);
  const enter = page.getByRole("button", { name: "Register and enter" });
  await expect(enter).toBeEnabled();
  await keyboard.press("Tab", "Enter"); // past the navigation
  await keyboard.tabTo(enter);
  await keyboard.press("Enter");
  await expect(heading(page, "Create your account")).toBeFocused();
  for (const [name, text] of [
    ["Name", "Nora Newcomer"],
    ["E-mail", freshEmail()],
    [/^Password/u, password],
  ] as const) {
    await keyboard.tabTo(page.getByRole("textbox", { name }));
    await keyboard.type(text);
  }
  await keyboard.press("Enter");
  await expect(heading(page, "Whom would you like to meet?")).toBeFocused();
  await keyboard.tabTo(page.getByRole("link", { name: "Skip this" }));
  await keyboard.press("Enter");
  await expect(heading(page, "Lobby")).toBeFocused();
}

/** In the lobby: stars what is on, and is open to meet people. */
async function starAndOpen(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard;
  const star = page.getByRole("main").getByRole("button", { name: /^Star /u });
  await keyboard.tabTo(star.first());
  await keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("button", { name: /^Star /u, pressed: true })).toHaveCount(1);
  await keyboard.tabTo(page.getByRole("main").getByRole("switch", { name: "Open to meet" }));
  await keyboard.press("Space");
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: /to meet$/u })).toBeFocused();
}

/** Says something where everybody is, and is back where single keys act. */
async function say(keyboard: Keyboard, text: string): Promise<void> {
  const { page } = keyboard;
  const field = page.getByRole("textbox", { name: "Message #lobby" });
  await keyboard.press("g", "c");
  await expect(field).toBeFocused();
  await keyboard.type(text);
  await keyboard.press("Enter");
  await expect(page.getByRole("log").getByText(text)).toBeVisible();
  await keyboard.press("Escape");
  await expect(field).not.toBeFocused();
}

/** Finds somebody, and says yes to who has said it, too. */
async function accept(keyboard: Keyboard, name: string): Promise<void> {
  const { page } = keyboard;
  await keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search and go" })).toBeFocused();
  await keyboard.type(name);
  await expect(page.getByRole("option", { name, selected: true })).toBeVisible();
  await keyboard.press("Enter");
  await expect(heading(page, name)).toBeFocused();
  await keyboard.tabTo(page.getByRole("button", { name: `Meet ${name}` }));
  await keyboard.press("Enter");
  await expect(heading(page, name)).toBeFocused(); // and not what calls: who pressed twice meant one
}

async function call(keyboard: Keyboard, other: Visitor): Promise<void> {
  const { page } = keyboard;
  await keyboard.tabTo(page.getByRole("main").getByRole("button", { name: "Call", exact: true }));
  await keyboard.press("Enter");
  const ring = other.page.getByRole("alertdialog", { name: "Nora Newcomer is calling you" });
  await ring.getByRole("button", { name: "Answer with sound" }).click();
  for (const one of [page, other.page]) await expect.poll(() => connected(one), { timeout: 40_000 }).toBe(1);
}

async function leave(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard;
  const controls = page.getByRole("toolbar", { name: "Call controls" });
  await keyboard.tabTo(controls.getByRole("button", { name: "Mute" }));
  await keyboard.press("End");
  await expect(controls.getByRole("button", { name: "Leave" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(heading(page, "You left the call")).toBeVisible();
}

/** Says yes to meeting this person, who does not know of it. */
const sayYes = (visitor: Visitor, eventId: string, personId: string): Promise<unknown> =>
  visitor.graph(
    `mutation ($eventId: ID!, $personId: ID!) {
       answerMatch(eventId: $eventId, personId: $personId, answer: accept) { personId } }`,
    { eventId, personId },
  );

test("from an event's page to the end of a call by keyboard alone, in at most 60 presses", async ({
  people,
}) => {
  test.setTimeout(240_000);
  const nora = await people.nobody();
  const event = await demoEvent(nora);
  const otto = await people.newcomer(`Otto Earlier ${Date.now().toString(36)}`);
  for (const { page } of [nora, otto]) await holdConnections(page);
  await register(otto, event.id);
  await otto.graph("mutation ($id: ID!) { setOpenToMeet(eventId: $id, openToMeet: true) }", { id: event.id });
  await otto.page.goto(`/e/${event.slug}/lobby`);
  const keyboard = new Keyboard(nora.page);

  await test.step("register and come in", () => comeIn(keyboard, event.slug));
  await test.step("star a session, be open to meet", () => starAndOpen(keyboard));
  await test.step("chat", () => say(keyboard, `Hello, ${otto.name}`));
  const { me } = await nora.graph<{ me: { id: string } }>("{ me { id } }");
  await sayYes(otto, event.id, me.id);
  await test.step("accept", () => accept(keyboard, otto.name));
  await test.step("call", () => call(keyboard, otto));
  await test.step("leave", () => leave(keyboard));
  expect(keyboard.presses).toBeLessThanOrEqual(most);
});
