import type { Page } from "@playwright/test";

import { befriend, demoEvent, register } from "./support/demo";
import { expect, test, type People, type Visitor } from "./support/people";
import { axeViolations } from "./support/screen";

const away = /ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to fetch|xhr poll|ERR_NETWORK/u;

type Side = { page: Page; field: ReturnType<Page["getByRole"]>; said: () => Promise<string[]> };

function sideOf({ page }: Visitor, other: Visitor): Side {
  const log = page.getByRole("region", { name: `Chat: ${other.name}` }).getByRole("log");
  return {
    page,
    field: page.getByRole("textbox", { name: `Write to ${other.name}` }),
    // The words of each message, in the order on the page.
    said: async () => {
      const texts = await log.getByRole("article").locator("p").allInnerTexts();
      return texts.map((text) => text.trim());
    },
  };
}

async function say({ field }: Side, text: string): Promise<void> {
  await field.fill(text);
  await field.press("Enter");
  await expect(field).toHaveValue("");
}

/** Two people in their own conversation, each with it open inside the venue. */
async function conversation(people: People): Promise<[Visitor, Visitor, Side, Side]> {
  const ada = await people.newcomer("Ada Offline");
  const ben = await people.newcomer("Ben Online");
  const { id, slug } = await demoEvent(ada);
  for (const person of [ada, ben]) await register(person, id);
  const room = await befriend(ada, ben, id);
  for (const { page } of [ada, ben]) await page.goto(`/e/${slug}/messages/${room}`);
  const sides = [sideOf(ada, ben), sideOf(ben, ada)] as const;
  for (const { field } of sides) await expect(field).toBeVisible();
  return [ada, ben, ...sides];
}

/** What browsers have of pages and answers in their caches, but for parts of public agendas (`lib/kept.ts`). */
const keptAddresses = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const all = (await Promise.all(opened.map((cache) => cache.keys()))).flat();
    return all.map(({ url }) => new URL(url).pathname).filter((path) => !path.startsWith("/kept/"));
  });

/** Both pages come to say the same, everything once, and nothing waits any more. */
async function agree(one: Side, other: Side, expected: string[]): Promise<void> {
  await expect.poll(async () => (await one.said()).length).toBeGreaterThanOrEqual(expected.length);
  await expect.poll(async () => (await other.said()).length).toBeGreaterThanOrEqual(expected.length);
  await expect(one.page.getByRole("article").and(one.page.locator("[aria-busy]"))).toHaveCount(0);
  const order = await one.said();
  expect([...order].sort(), "all of it, and once").toEqual([...expected].sort());
  expect(await other.said(), "one order for both").toEqual(order);
  for (const who of ["ada", "ben"]) {
    const own = (list: string[]) => list.filter((text) => text.startsWith(who));
    expect(own(order), `what ${who} said, as they said it`).toEqual(own(expected));
  }
}

test("half a minute without a network loses nothing, doubles nothing, keeps the order", async ({
  people,
}) => {
  const [ada, , here, there] = await conversation(people);
  ada.faults.expect(away);
  await say(here, "ada 1");
  await say(there, "ben 1");
  await agree(here, there, ["ada 1", "ben 1"]);

  await ada.context.setOffline(true);
  const bar = here.page.getByRole("status").filter({ hasText: /You are offline|Reconnecting/u });
  await expect(bar).toBeVisible();
  for (const n of [2, 3, 4]) {
    await say(here, `ada ${n}`);
    await say(there, `ben ${n}`);
  }
  await expect.poll(here.said).toContain("ada 4");
  await expect.poll(there.said).toContain("ben 4");
  // eslint-disable-next-line no-restricted-syntax -- the length of the break is what is tested
  await here.page.waitForTimeout(30_000);
  expect(await there.said(), "nothing came through").not.toContain("ada 2");
  expect(await here.said(), "nothing came through").not.toContain("ben 2");

  await ada.context.setOffline(false);
  await expect(bar).toHaveCount(0);
  const all = [1, 2, 3, 4].flatMap((n) => [`ada ${n}`, `ben ${n}`]);
  await agree(here, there, all);
  await say(here, "ada 5");
  await say(there, "ben 5");
  await agree(here, there, [...all, "ada 5", "ben 5"]);
});

test("what was written offline outlives a reload, and so does what was not sent yet", async ({ people }) => {
  const [ada, , here, there] = await conversation(people);
  ada.faults.expect(away);
  await say(here, "ada 1");
  await agree(here, there, ["ada 1"]);

  await ada.context.setOffline(true);
  await say(here, "ada 2");
  await say(here, "ada 3");
  await here.field.fill("half a thought");
  await ada.context.setOffline(false);
  await here.page.reload();

  await expect(here.field).toHaveValue("half a thought");
  await agree(here, there, ["ada 1", "ada 2", "ada 3"]);
});

test("without a network a link waits in its page, and a page that is opened waits for the network", async ({
  people,
}) => {
  const [ada, , here] = await conversation(people);
  ada.faults.expect(away);
  ada.faults.expect(/ 503 .*\/messages\//u); // the worker's page
  const { page } = here;
  const room = page.url();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await here.field.fill("half a thought");

  await test.step("a link", async () => {
    await ada.context.setOffline(true);
    await page.getByRole("link", { name: "Agenda" }).first().click();
    await expect(page.getByRole("status").filter({ hasText: "pages open, when you are back" })).toBeVisible();
    expect(page.url()).toBe(room);
    await expect(here.field).toHaveValue("half a thought");
    await ada.context.setOffline(false);
    await expect(page).toHaveURL(/\/agenda$/u);
  });

  await test.step("an address", async () => {
    await ada.context.setOffline(true);
    await page.goto(room);
    const shell = page.getByRole("heading", { name: "You are offline" });
    await expect(shell).toBeVisible();
    expect(await keptAddresses(page), "no page is kept").toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("Not yet. It is tried again by itself.")).toBeVisible();
    await ada.context.setOffline(false);
    await expect(here.field).toHaveValue("half a thought");
    await expect(shell).toHaveCount(0);
  });
});

test("without a network no way of going leads to the browser's own page", async ({ people }) => {
  const ada = await people.persona("attendee");
  ada.faults.expect(away);
  ada.faults.expect(/ 503 /u); // the worker's page
  const { slug } = await demoEvent(ada);
  const { page } = ada;
  const says = page.getByRole("status").filter({ hasText: "pages open, when you are back" });
  const goes = async (what: string, go: () => Promise<void>, to: RegExp) => {
    await test.step(what, async () => {
      await page.goto(`/e/${slug}/lobby`);
      await expect(page.getByRole("heading", { level: 1, name: "Lobby" })).toBeAttached();
      // What is there before the scripts is: only then do links go by them.
      await expect(page.getByRole("button", { name: /^Notifications/u })).toBeVisible();
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await ada.context.setOffline(true);
      await go();
      await expect(says.or(page.getByRole("heading", { name: "You are offline" })).first()).toBeVisible();
      expect(page.url(), "no page of the browser's").toMatch(/^http:\/\/localhost/u);
      await ada.context.setOffline(false);
      await expect(page).toHaveURL(to);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeAttached();
    });
  };
  const rail = page.getByRole("navigation", { name: "Venue" });
  for (const [name, path] of [
    ["Agenda", "agenda"],
    [/^People/u, "people"],
    [/^Matches/u, "matches"],
    [/^Messages/u, "messages"],
  ] as const)
    await goes(
      `the rail: ${path}`,
      () => rail.getByRole("link", { name }).first().click(),
      new RegExp(`/${path}$`, "u"),
    );
  await goes(
    "the palette",
    async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("people");
      await page.keyboard.press("Enter");
    },
    /\/people$/u,
  );
  await goes(
    "a key",
    async () => {
      await page.keyboard.press("g");
      await page.keyboard.press("a");
    },
    /\/agenda$/u,
  );
  await goes("a reload", () => page.reload().then(() => undefined), /\/lobby$/u);
  await page.setViewportSize({ width: 390, height: 844 });
  await goes("the bottom bar", () => rail.getByRole("link", { name: "Agenda" }).last().click(), /\/agenda$/u);
});

test("a star set and an answer given offline are kept over a reload, and sent", async ({ people }) => {
  const ada = await people.newcomer("Ada Stars");
  ada.faults.expect(away);
  ada.faults.expect(/ 503 /u);
  const { id, slug, nowNext } = await demoEvent(ada);
  await register(ada, id);
  await ada.graph("mutation ($id: ID!) { setOpenToMeet(eventId: $id, openToMeet: true) }", { id });
  const { page } = ada;
  const [session] = nowNext.now;
  const stars = async () =>
    (
      await ada.graph<{ event: { stars: string[] } }>(
        "query ($slug: String!) { event(slug: $slug) { stars } }",
        { slug },
      )
    ).event.stars;
  await page.goto(`/e/${slug}/sessions/${session}`);
  const star = page.getByRole("main").getByRole("button", { name: /^Star/u }).first();
  await expect(star).toBeEnabled();

  await ada.context.setOffline(true);
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect(star).toHaveAttribute("aria-description", "Kept. It is sent when you are back.");
  await expect(page.getByText("The star was not kept")).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await ada.context.setOffline(false);
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect.poll(stars).toContain(session);

  await test.step("the last wish counts", async () => {
    await ada.context.setOffline(true);
    for (const pressed of ["false", "true", "false"]) {
      await star.click();
      await expect(star).toHaveAttribute("aria-pressed", pressed);
    }
    await ada.context.setOffline(false);
    await expect.poll(stars).not.toContain(session);
    await expect(star).not.toHaveAttribute("aria-description", /./u);
  });

  await test.step("an answer to a person", async () => {
    await page.goto(`/e/${slug}/matches`);
    const card = page.getByRole("main").getByRole("article").first();
    await expect(card).toBeVisible();
    await ada.context.setOffline(true);
    await card.getByRole("button", { name: /^Meet /u }).click();
    await expect(card.getByText("Asked, no answer yet")).toBeVisible();
    await ada.context.setOffline(false);
    const asked = async () => {
      const { matches } = await ada.graph<{ matches: { asked: object[]; mutual: object[] } }>(
        "query ($id: ID!) { matches(eventId: $id) { asked { personId } mutual { personId } } }",
        { id },
      );
      return matches.asked.length + matches.mutual.length;
    };
    await expect.poll(asked).toBe(1);
  });

  await test.step("what is kept goes with whoever signs out", async () => {
    await ada.context.setOffline(true);
    await page
      .getByRole("main")
      .getByRole("button", { name: /^Not now: /u })
      .first()
      .click();
    const kept = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(".meet.")).length);
    await expect.poll(kept).toBe(1);
    await ada.context.setOffline(false);
    await expect.poll(kept).toBe(0);
  });
});
