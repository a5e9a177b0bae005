// INP of what people do, on a phone and on a desktop whose processors are four times as slow: of each action the
// longest interaction, from the input to the next frame.
import { arrive, opened } from "./browser.mjs";

/** Below what the browser tells of (ms). */
const least = 16;

export async function actions({ browser, base, slug, tell }) {
  for (const device of ["phone", "desktop"]) {
    const { context, page, rests } = await opened(browser, base, {
      device,
      as: "attendee",
      cpu: 4,
    });
    const doing = new Doing(page, (action, ms, note) =>
      tell(`${action}, ${device}`, ms, { note }),
    );
    for (const [place, act] of [
      ["agenda", inAgenda],
      ["lobby", inLobby],
      ["matches", inMatches],
    ]) {
      await arrive(page, slug, place);
      await rests();
      await act(doing, device);
    }
    await context.close();
  }
}

class Doing {
  constructor(page, told) {
    this.page = page;
    this.told = told;
  }

  /** Does it, waits for what it leads to, and tells of its longest interaction. */
  async does(action, act, outcome) {
    await this.page.evaluate(() => (window.views.interactions.length = 0));
    await act();
    await outcome();
    const found = await this.page.evaluate(async () => {
      await new Promise((done) =>
        requestAnimationFrame(() => setTimeout(done, 500)),
      );
      return window.views.interactions;
    });
    const longest = found.toSorted((a, b) => b.ms - a.ms)[0];
    this.told(action, longest?.ms ?? least, longest?.name);
  }
}

const press = (locator, device) =>
  device === "phone" ? locator.tap() : locator.click();

async function inAgenda(doing, device) {
  const { page } = doing;
  const main = page.getByRole("main");
  const star = main
    .getByRole("button", { name: /^Star /, pressed: false })
    .first();
  const name = await star.getAttribute("aria-label");
  const starred = main.getByRole("button", {
    name,
    exact: true,
    pressed: true,
  });
  await doing.does(
    "star a session",
    () => press(star, device),
    () => starred.waitFor(),
  );
  await press(starred, device);
  const tracks = main.getByRole("button", { name: /^Tracks/ });
  const list = page.getByRole("dialog", { name: "Tracks" });
  await doing.does(
    "open a menu",
    () => press(tracks, device),
    () => list.waitFor(),
  );
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  const sessions = main
    .locator('a[href*="/sessions/"]')
    .filter({ visible: true });
  const days = main.getByRole("radiogroup").first().getByRole("radio");
  for (const [action, day] of [
    ["switch days", 1],
    ["… and back", 0],
  ])
    await doing.does(
      action,
      () => press(days.nth(day), device),
      () => sessions.first().waitFor(),
    );
  const field = main
    .getByRole("searchbox")
    .or(main.getByLabel(/^Search /))
    .first();
  await field.focus();
  await doing.does(
    "type in the agenda's search",
    () => page.keyboard.type("rust", { delay: 150 }),
    () => sessions.filter({ hasText: /rust/i }).first().waitFor(),
  );
}

async function inLobby(doing, device) {
  const { page } = doing;
  const search = page.getByRole("button", { name: /^Search people/ });
  const palette = page
    .getByRole("dialog")
    .filter({ has: page.getByRole("combobox") });
  await doing.does(
    "open the palette",
    () =>
      device === "phone" ? search.tap() : page.keyboard.press("Control+k"),
    () => palette.waitFor(),
  );
  await doing.does(
    "type in it",
    () => page.keyboard.type("rust", { delay: 150 }),
    () => palette.getByRole("option").first().waitFor(),
  );
  await doing.does(
    "close it",
    () => page.keyboard.press("Escape"),
    () => palette.waitFor({ state: "hidden" }),
  );
  const field = page.getByRole("textbox", { name: "Message #lobby" });
  if (device === "phone") {
    const chat = page.getByRole("button", { name: /^Chat/ }).last();
    await doing.does(
      "open the chat",
      () => chat.tap(),
      () => field.waitFor(),
    );
  }
  const words = `Is there coffee left? ${Date.now()}`;
  await field.fill(words);
  await doing.does(
    "send a message",
    () => press(page.getByRole("button", { name: "Send" }), device),
    () => page.getByRole("log").getByText(words).waitFor(),
  );
}

async function inMatches(doing, device) {
  const { page } = doing;
  const main = page.getByRole("main");
  const meet = main.getByRole("button", { name: /^Meet / }).first();
  const undo = main.getByRole("button", { name: /^Undo/ }).first();
  await doing.does(
    "Meet",
    () => press(meet, device),
    () => undo.waitFor(),
  );
  await press(undo, device);
  await undo.waitFor({ state: "hidden" });
}
