import type { Page, Response } from "@playwright/test";

import { befriend, comeIn, demoEvent, register, startCall, uuid7 } from "./support/demo";
import { expect, personas, test, type People, Visitor } from "./support/people";
import { settled } from "./support/screen";

type Hosted = { id: string; slug: string; input: Record<string, unknown> };

async function hosted(host: Visitor, name: string): Promise<Hosted> {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const input = { startsAt: at(-1), endsAt: at(2), name, kind: "meetup", timeZone: "Europe/Brussels" };
  const { createEvent } = await host.graph<{ createEvent: { id: string; slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id slug } }",
    { id: uuid7(), input },
  );
  return { ...createEvent, input };
}

const publish = (host: Visitor, id: string) =>
  host.graph("mutation ($id: ID!) { publishEvent(eventId: $id) { id } }", { id });

async function renamed(host: Visitor, event: Hosted, name: string): Promise<void> {
  const { event: now } = await host.graph<{ event: { version: number } }>(
    "query ($slug: String!) { event(slug: $slug) { version } }",
    { slug: event.slug },
  );
  await host.graph(
    `mutation ($eventId: ID!, $version: Int!, $input: EventInput!) {
       updateEvent(eventId: $eventId, version: $version, input: $input) { id } }`,
    { eventId: event.id, version: now.version, input: { ...event.input, name } },
  );
}

/** Pages that are kept have a name for what they are; those that are made for one person have none. */
const isKept = (answer: { headers: () => Record<string, string> } | null): boolean =>
  Boolean(answer?.headers().etag);

const languageOf = (html: string) => /<html lang="([\w-]+)"/u.exec(html)?.[1];

test("every public page is kept, in the language that it would have if it were not", async ({ people }) => {
  const { context } = await people.nobody();
  const event = await demoEvent(await people.nobody());
  const session = `/e/${event.slug}/sessions/${event.nowNext.now[0]}`;
  for (const path of [
    "/",
    "/login",
    "/login?next=%2Fe%2Fx",
    "/register",
    "/host",
    `/e/${event.slug}`,
    session,
  ]) {
    const answer = await context.request.get(path);
    expect.soft(isKept(answer), path).toBe(true);
    expect.soft(await answer.text(), path).not.toContain('nonce="');
    expect
      .soft(answer.headers()["content-security-policy"], path)
      .toMatch(/script-src 'self' 'sha256-[^;]*;/u);
    expect.soft(answer.headers()["content-security-policy"], path).not.toMatch(/nonce|unsafe-eval/u);
  }
  for (const accepted of [
    "de",
    "de-AT,de;q=0.9,en;q=0.8",
    "en;q=0.3,de;q=0.5",
    "fr, de;q=0",
    "tlh, *",
    "DE",
    "x;q=z, de",
  ])
    for (const cookie of ["", "hallway_language=de", "hallway_language=en", "hallway_language=xx"]) {
      const headers = { "accept-language": accepted, cookie };
      const [kept, own] = await Promise.all(
        ["/host", "/host?for=me"].map((path) => context.request.get(path, { headers })),
      );
      expect([isKept(kept ?? null), isKept(own ?? null)]).toEqual([!cookie.endsWith("xx"), false]);
      const [one, other] = [await kept?.text(), await own?.text()].map((html) => languageOf(html ?? ""));
      expect.soft(one, `${accepted} ${cookie}`).toBe(other);
    }
});

/** Whether what is behind a dialog or a menu stays where it is; the sheet that does it is one that scripts made. */
const locks = (page: Page) =>
  page.evaluate(() => ({
    sheets: document.adoptedStyleSheets.length,
    overflow: getComputedStyle(document.body).overflowY,
  }));

async function menusWork(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Language/u }).click();
  await expect(page.getByRole("menuitemradio", { name: "Deutsch" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menuitemradio", { name: "Deutsch" })).toBeHidden();
}

test("who signs in on a kept page goes on in it, and everything works", async ({ people }) => {
  const nobody = await people.nobody();
  const { page } = nobody;
  const guest = await people.newcomer("Gil Guest");
  const { id: eventId, slug } = await demoEvent(guest);
  await register(guest, eventId);
  expect(isKept(await page.goto(`/login?next=${encodeURIComponent(`/e/${slug}/lobby`)}`))).toBe(true);
  await settled(page);
  await menusWork(page);
  await page.evaluate(() => (window.name = "the same document"));
  await page.getByRole("button", { name: new RegExp(personas.attendee, "u") }).click();
  await page.waitForURL(`**/e/${slug}/lobby`);
  await settled(page);
  expect(await page.evaluate(() => window.name)).toBe("the same document");

  await test.step("the palette, a dialog", async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: "Search and go" })).toBeFocused();
    expect(await locks(page)).toEqual({ sheets: 1, overflow: "hidden" });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("combobox", { name: "Search and go" })).toBeHidden();
    await expect.poll(async () => (await locks(page)).sheets).toBe(0);
  });

  await test.step("a call's devices, in lists", async () => {
    const { me } = await nobody.graph<{ me: { id: string } }>("{ me { id } }");
    const somebody = new Visitor(personas.attendee, me.id, nobody.context, page, nobody.faults);
    await befriend(guest, somebody, eventId);
    const call = await startCall(guest, somebody, eventId);
    await page.goto(`/e/${slug}/call/${call}`);
    const list = page.getByRole("combobox").first();
    await list.click();
    await expect(page.getByRole("option").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await comeIn(page, slug, call, false);
  });
});

test("an event's page registers, by a kept page for signing in", async ({ people }) => {
  const { page } = await people.nobody();
  const host = await people.newcomer("Kim Keeper");
  const event = await hosted(host, "Kept for a moment");
  await publish(host, event.id);
  expect(isKept(await page.goto(`/e/${event.slug}`))).toBe(true);
  await settled(page);
  await page.getByRole("button", { name: "Register and enter" }).first().click();
  await expect(page.getByRole("textbox", { name: "E-mail" })).toBeVisible();
  const anew: Response | null = await page.reload();
  expect(isKept(anew)).toBe(true);
  await page.getByRole("link", { name: "Sign in" }).last().click();
  await page.getByRole("button", { name: new RegExp(personas.attendee, "u") }).click();
  await page.waitForURL(new RegExp(`/e/${event.slug}/(?:lobby|welcome)`, "u"));
});

/** Asks for a page until it has changed; whoever asks two seconds after the change, however slow this machine is, sees it. */
async function seenInTime(
  { context }: Visitor,
  path: string,
  changed: (html: string) => boolean,
): Promise<void> {
  const since = Date.now();
  await expect
    .poll(
      async () => {
        const late = Date.now() > since + 2_000;
        const seen = changed(await (await context.request.get(path)).text());
        if (late) expect(seen, `${path}, two seconds after it has changed`).toBe(true);
        return seen;
      },
      { intervals: [50] },
    )
    .toBe(true);
}

test("a change is seen within two seconds, and what is taken away is gone", async ({ people }) => {
  const host = await people.newcomer("Kim Keeper");
  const nobody = await people.nobody();
  const [before, after] = [`Before ${host.id}`, `After ${host.id}`];
  const event = await hosted(host, before);
  const path = `/e/${event.slug}`;
  expect(await (await nobody.context.request.get(path)).text()).not.toContain(before);
  expect(await (await nobody.context.request.get("/")).text()).not.toContain(before);

  await publish(host, event.id);
  await seenInTime(nobody, path, (html) => html.includes(before));
  await seenInTime(nobody, "/", (html) => html.includes(before));
  await renamed(host, event, after);
  await seenInTime(nobody, path, (html) => html.includes(after) && !html.includes(before));
  await nobody.page.goto(path);
  await expect(nobody.page.getByRole("heading", { level: 1 })).toHaveText(after);
  await renamed(host, { ...event, input: { ...event.input, visibility: "unlisted" } }, after);
  await seenInTime(nobody, "/", (html) => !html.includes(before) && !html.includes(after));
});

test("people who may see different things ask for the same pages at once, and each is shown their own", async ({
  people,
}) => {
  const { crowd, paths, drafts } = await crowdOf(people);
  const look = async ({ visitor, language, own }: (typeof crowd)[number], path: string): Promise<void> => {
    const answer = await visitor.context.request.get(path, { headers: { "accept-language": language } });
    const html = await answer.text();
    const what = `${path} for ${visitor.name || "nobody"}`;
    const draft = drafts.find(({ slug }) => path === `/e/${slug}`);
    if (!draft || draft === own) expect.soft(answer.status(), what).toBe(200);
    if (draft && draft === own) expect.soft(html, what).toContain(draft.mark);
    for (const one of drafts) if (one !== own) expect.soft(html, what).not.toContain(one.mark);
    for (const other of crowd)
      if (other.visitor !== visitor && other.visitor.name)
        expect.soft(html, what).not.toContain(other.visitor.name);
    if (visitor.name) return;
    expect.soft(isKept(answer), what).toBe(true);
    // Accounts have a language of their own.
    expect.soft(languageOf(html), what).toBe(language);
    if (draft) expect.soft(answer.status(), what).toBe(404);
  };
  const asked = [1, 2, 3].flatMap(() => crowd.flatMap((one) => paths.map((path) => ({ one, path }))));
  asked.sort(() => Math.random() - 0.5);
  const next = async (): Promise<void> => {
    for (let more = asked.pop(); more; more = asked.pop()) await look(more.one, more.path);
  };
  await Promise.all(Array.from({ length: 8 }, next));
});

async function crowdOf(people: People) {
  const [ann, bea, cat] = [
    await people.newcomer("Mark-Ann Organiser"),
    await people.newcomer("Mark-Bea Organiser"),
    await people.newcomer("Mark-Cat Attendee"),
  ];
  const event = await demoEvent(ann);
  await register(cat, event.id);
  const drafts = await Promise.all(
    [ann, bea].map(async (host) => {
      const mark = `Secret of ${host.id}`;
      return { slug: (await hosted(host, mark)).slug, mark };
    }),
  );
  const crowd = [
    { visitor: ann, language: "en", own: drafts[0] },
    { visitor: bea, language: "de", own: drafts[1] },
    { visitor: cat, language: "en", own: undefined },
    { visitor: await people.nobody(), language: "en", own: undefined },
    { visitor: await people.nobody(), language: "de", own: undefined },
  ];
  const session = `/e/${event.slug}/sessions/${event.nowNext.now[0]}`;
  const paths = [
    "/",
    "/login",
    "/host",
    session,
    `/e/${event.slug}`,
    `/e/${event.slug}/lobby`,
    ...drafts.map(({ slug }) => `/e/${slug}`),
  ];
  return { crowd, paths, drafts };
}
