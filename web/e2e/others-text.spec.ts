import type { Page } from "@playwright/test";

import { befriend, demoEvent, register, uuid7 } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";
import { settled, sticksOut } from "./support/screen";

const lobbyField = (page: Page) => page.getByRole("textbox", { name: "Message #lobby" });

/** Each as long as a message may be. */
const hostile = {
  brackets: `https://a${")".repeat(3_990)}`,
  marks: `https://a${"!".repeat(3_900)}b`,
  links: "https://a.example/b ".repeat(199),
  code: "`a` ".repeat(999),
  fences: "```\na\n```\n".repeat(390),
  tokens: "```rust\n" + "if 1 ".repeat(790),
  accents: `Z${"\u0301".repeat(3_900)}`,
  towers: "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308".repeat(430),
  emoji: "👩‍👩‍👧‍👦".repeat(500),
  lines: "x\n\n\n".repeat(990),
  word: "W".repeat(3_990),
  rightToLeft: "שלום https://good.example/אבג ".repeat(120),
};

test("a message is no more than a message, whatever is in it", async ({ people }) => {
  const mallory = await people.newcomer("Mallory M");
  const reader = await people.persona("attendee");
  const { id, slug } = await demoEvent(mallory);
  await mallory.graph("mutation ($id: ID!) { registerForEvent(eventId: $id) { id } }", { id });
  await mallory.page.goto(`/e/${slug}/lobby`);
  await reader.page.goto(`/e/${slug}/lobby`);
  for (const [name, text] of Object.entries(hostile)) {
    await lobbyField(mallory.page).fill(text);
    // Within a block of code that is still open, Enter is a new line.
    await mallory.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(lobbyField(mallory.page), name).toHaveValue("");
    await lobbyField(mallory.page).fill(`after ${name}`);
    await lobbyField(mallory.page).press("Enter");
    const after = reader.page.getByRole("article").filter({ hasText: `after ${name}` });
    await expect(after, name).toBeVisible();
    const said = await reader.page
      .getByRole("article", { name: "Mallory M" })
      .evaluateAll((rows) =>
        rows.map((row) => ({ nodes: row.querySelectorAll("*").length, height: row.clientHeight })),
      );
    expect.soft(Math.max(...said.map(({ nodes }) => nodes)), `${name}: elements`).toBeLessThan(1_200);
    expect.soft(Math.max(...said.map(({ height }) => height)), `${name}: height`).toBeLessThan(460);
    expect.soft(await sticksOut(reader.page), name).toEqual([]);
  }
  await reader.page.reload();
  await settled(reader.page);
  await expect(reader.page.getByText("after rightToLeft", { exact: true })).toBeVisible();
});

/** Each costs a browser the square of its length to lay out, or more than prose by far: lines begin anew in one word. */
const bombs = {
  word: "W".repeat(3_990),
  twoWays: "aא".repeat(1_990),
  turned: "\u202eabc\u202c".repeat(600),
  accents: `Z${"\u0301".repeat(3_900)}`,
};
const prose = "Some words that anybody could have said. ".repeat(97);

/** Seconds that the browser has spent on layout since the page began. */
async function layoutTime(page: Page): Promise<number> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("Performance.enable");
  await page.reload();
  await settled(page);
  await expect(page.getByRole("article").last()).toBeVisible();
  const { metrics } = await browser.send("Performance.getMetrics");
  await browser.detach();
  return metrics.find(({ name }) => name === "LayoutDuration")?.value ?? Number.NaN;
}

test("a word without an end is laid out in the time of prose, and only its beginning is drawn", async ({
  people,
}) => {
  const mallory = await people.newcomer("Mallory L");
  const reader = await people.persona("attendee");
  const { id, slug } = await demoEvent(mallory);
  await mallory.graph("mutation ($id: ID!) { registerForEvent(eventId: $id) { id } }", { id });
  await mallory.page.goto(`/e/${slug}/lobby`);
  await reader.page.goto(`/e/${slug}/lobby`);
  const costs: Record<string, number> = {};
  for (const [name, text] of Object.entries({ prose, ...bombs })) {
    for (let i = 0; i < 8; i++) {
      await lobbyField(mallory.page).fill(text);
      await lobbyField(mallory.page).press("Enter");
    }
    await lobbyField(mallory.page).fill(`end of ${name}`);
    await lobbyField(mallory.page).press("Enter");
    await expect(reader.page.getByText(`end of ${name}`, { exact: true })).toBeVisible({ timeout: 60_000 });
    costs[name] = await layoutTime(reader.page);
    const long = reader.page.getByRole("article").filter({ hasText: "Show all" });
    const sizes = await long.evaluateAll((rows) =>
      rows.map((row) => ({
        drawn: row.textContent.length,
        nodes: row.querySelectorAll("*").length,
        height: row.clientHeight,
      })),
    );
    expect.soft(sizes.length, name).toBeGreaterThan(1);
    for (const { drawn, nodes, height } of sizes) {
      expect.soft(drawn, `${name}: characters drawn`).toBeLessThan(1_100);
      expect.soft(nodes, `${name}: elements`).toBeLessThan(60);
      expect.soft(height, `${name}: height`).toBeLessThan(460);
    }
  }
  // What is not cut takes some 60 times as long as prose; a busy machine makes 5 times of 2.
  for (const name of Object.keys(bombs))
    expect.soft(costs[name], `${name}: layout`).toBeLessThan(20 * (costs.prose ?? 0));
  await reader.page.getByRole("button", { name: "Show all" }).last().click();
  const whole = reader.page.getByRole("article").filter({ hasText: "Show less" });
  await expect(whole).toHaveCount(1);
  // More than the beginning; the server has left out what turns text.
  expect((await whole.textContent())?.length).toBeGreaterThan(1_500);
});

test("a kept message that is far too long is drawn in part, and can be discarded", async ({ people }) => {
  const somebody = await people.persona("judge");
  const { page, id } = somebody;
  const event = await demoEvent(somebody);
  await page.goto(`/e/${event.slug}/lobby`);
  await expect(lobbyField(page)).toBeVisible();
  const { eventRoom } = await somebody.graph<{ eventRoom: { id: string } }>(
    "query ($eventId: ID!) { eventRoom(eventId: $eventId) { id } }",
    { eventId: event.id },
  );
  const one = { id: uuid7(), roomId: eventRoom.id, body: "x".repeat(200_000), at: Date.now(), problem: null };
  await page.evaluate(
    ([me, kept]) => localStorage.setItem(`hallway.outbox.${me}.${kept.id}`, JSON.stringify(kept)),
    [id, one] as const,
  );
  await page.reload();
  const refused = page.getByRole("article").filter({ hasText: "characters too long" });
  await expect(refused.getByRole("button", { name: "Edit" })).toBeVisible();
  expect((await refused.textContent())?.length).toBeLessThan(1_300);
  await refused.getByRole("button", { name: "Discard" }).click();
  await expect(refused).toHaveCount(0);
  expect(await page.evaluate(() => JSON.stringify(localStorage).includes("xxxx"))).toBe(false);
});

test("what closes the connection is put aside, and can be written anew", async ({ people }) => {
  const { page } = await people.persona("hacker");
  const { slug } = await demoEvent(await people.nobody());
  const mark = `m${Date.now().toString(36)}`;
  await page.routeWebSocket(/socket\.io/u, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (String(message).includes(`${mark} bang`)) void socket.close({ code: 1008, reason: "policy" });
      else server.send(message);
    });
  });
  await page.goto(`/e/${slug}/lobby`);
  for (const text of ["one", "bang", "two"]) {
    await lobbyField(page).fill(`${mark} ${text}`);
    await lobbyField(page).press("Enter");
  }
  const refused = page.getByRole("article").filter({ hasText: `${mark} bang` });
  await expect(refused.getByRole("alert")).toContainText("Not sent", { timeout: 60_000 });
  const other = page.getByRole("article").filter({ hasText: `${mark} two` });
  await expect(other).toBeVisible();
  await expect(other).not.toHaveAttribute("aria-busy", "true");
  await refused.getByRole("button", { name: "Edit" }).click();
  await expect(lobbyField(page)).toHaveValue(`${mark} bang`);
  await expect(refused).toHaveCount(0);
  await lobbyField(page).fill(`${mark} three`);
  await lobbyField(page).press("Enter");
  await page.reload();
  const said = page.getByRole("log").getByText(mark);
  await expect(said).toHaveText(["one", "two", "three"].map((text) => `${mark} ${text}`));
});

test("half an emoji that an older version kept is sent without it, and what waited behind it as well", async ({
  people,
}) => {
  const somebody = await people.persona("judge");
  const { page, id } = somebody;
  const event = await demoEvent(somebody);
  await page.goto(`/e/${event.slug}/lobby`);
  await expect(lobbyField(page)).toBeVisible();
  const mark = `m${Date.now().toString(36)}`;
  const { eventRoom } = await somebody.graph<{ eventRoom: { id: string } }>(
    "query ($eventId: ID!) { eventRoom(eventId: $eventId) { id } }",
    { eventId: event.id },
  );
  const waiting = ["half \ud83d", "whole 😀"].map((text, at) => ({
    id: uuid7(),
    roomId: eventRoom.id,
    body: `${mark} ${text}`,
    at: Date.now() + at,
    problem: null,
  }));
  await page.evaluate(
    ([me, list]) => {
      for (const one of list) localStorage.setItem(`hallway.outbox.${me}.${one.id}`, JSON.stringify(one));
      localStorage.setItem(`hallway.outbox.${me}.broken`, "{");
    },
    [id, waiting] as const,
  );
  await page.reload();
  await expect(page.getByRole("log").getByText(mark)).toHaveText([`${mark} half`, `${mark} whole 😀`]);
  await expect
    .poll(() =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("hallway.outbox."))),
    )
    .toEqual([]);
});

/** As many accents on each letter as the server keeps. */
const towers = (most: number) => `Z${"\u0301".repeat(29)}`.repeat(Math.floor(most / 30));

/** An event that is live, with one session, all named in towers. */
async function towersEvent(host: Visitor): Promise<{ id: string; slug: string; session: string }> {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const { createEvent: event } = await host.graph<{ createEvent: { id: string; slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id slug } }",
    {
      id: uuid7(),
      input: {
        name: `Towers ${towers(90)}`,
        kind: "conference",
        startsAt: at(-2),
        endsAt: at(6),
        timeZone: "UTC",
        tagline: towers(180),
        description: towers(900),
        location: towers(180),
      },
    },
  );
  const session = uuid7();
  const [title, subtitle, stage, track] = [towers(300), towers(300), towers(90), `Track ${towers(90)}`];
  await host.graph(
    `mutation ($event: ID!, $id: ID!, $input: SessionInput!) {
       putSession(eventId: $event, id: $id, input: $input) { id } }`,
    {
      event: event.id,
      id: session,
      input: {
        ...{ title, subtitle, stage, track, abstract: towers(900), speakers: [towers(90)] },
        startsAt: at(-0.5),
        endsAt: at(1),
      },
    },
  );
  await host.graph("mutation ($id: ID!) { publishEvent(eventId: $id) { id } }", { id: event.id });
  await register(host, event.id);
  return { ...event, session };
}

/** How many towers a page draws, and those that nothing keeps within their line or box. */
async function towersOn(page: Page): Promise<{ drawn: number; free: string[] }> {
  return page.evaluate(() => {
    const free: string[] = [];
    let drawn = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let box = node.parentElement;
      if (!/\p{M}{20}/u.test(node.textContent ?? "") || box?.closest("script, title, option")) continue;
      drawn++;
      while (box && getComputedStyle(box).display === "inline") box = box.parentElement;
      if (box && getComputedStyle(box).overflowY === "visible")
        free.push(box.outerHTML.replace(/\p{M}+/gu, "^").slice(0, 160));
    }
    return { drawn, free };
  });
}

test("accents in towers stay within their line, wherever names and titles are drawn", async ({ people }) => {
  test.setTimeout(300_000);
  const mallory = await people.newcomer(towers(80));
  const reader = await people.newcomer(`Rea ${towers(60)}`);
  await mallory.graph("mutation ($input: ProfileInput!) { updateProfile(input: $input) { id } }", {
    input: {
      ...{ name: towers(80), headline: towers(120), bio: towers(900), location: towers(120) },
      interests: [towers(30)],
    },
  });
  const { id, slug, session } = await towersEvent(mallory);
  await register(reader, id);
  const room = await befriend(mallory, reader, id);
  await mallory.page.goto(`/e/${slug}/messages/${room}`);
  const field = mallory.page.getByRole("textbox", { name: /^Write to /u });
  await field.fill(towers(300));
  await field.press("Enter");
  await expect(field).toHaveValue("");
  const { page } = reader;
  const paths = [
    "",
    "/agenda",
    "/lobby",
    `/sessions/${session}`,
    "/people",
    `/people/${mallory.id}`,
    "/matches",
  ];
  const venue = [...paths, "/messages", `/messages/${room}`].map((path) => `/e/${slug}${path}`);
  for (const path of ["/", ...venue, "/notifications", "/messages"])
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      await settled(page);
      await expect.poll(async () => (await towersOn(page)).drawn, `${path} draws them`).toBeGreaterThan(0);
      expect.soft((await towersOn(page)).free, `${path} at ${width} px`).toEqual([]);
    }
});
