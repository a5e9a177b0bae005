import { readdirSync } from "node:fs";
import { join, sep } from "node:path";

import type { APIResponse } from "@playwright/test";

import { demoEvent } from "./support/demo";
import { expect, test } from "./support/people";

/**
 * What each route says without scripts: `shows` its content; to nobody `signIn` sends to sign in and back, or `needs`
 * says that scripts are needed. A route without a row here fails.
 */
type Row = { shows: RegExp | "the event" | "the session" } | "signIn" | "needs" | "hidden";
const routes: Readonly<Record<string, Row>> = {
  "/": { shows: /Live tech events/u },
  "/login": "needs",
  "/register": "needs",
  "/host": { shows: /Sign in to host an event/u },
  "/profile": "signIn",
  "/settings": "signIn",
  "/notifications": "signIn",
  "/invitations": "signIn",
  "/messages": "signIn",
  "/messages/[roomId]": "signIn",
  "/e/[slug]": { shows: "the event" },
  "/e/[slug]/agenda": { shows: /^\d\d:\d\d .+/mu },
  "/e/[slug]/sessions/[id]": { shows: "the session" },
  "/e/[slug]/lobby": "signIn",
  "/e/[slug]/manage": "signIn",
  "/e/[slug]/manage/import/[id]": "signIn",
  "/e/[slug]/matches": "signIn",
  "/e/[slug]/messages": "signIn",
  "/e/[slug]/messages/[roomId]": "signIn",
  "/e/[slug]/people": "signIn",
  "/e/[slug]/people/[id]": "signIn",
  "/e/[slug]/welcome": "signIn",
  "/e/[slug]/call/[id]": "signIn",
  "/gallery": "hidden",
  "/gallery/venue": "hidden",
};
const needs = /needs JavaScript/u;

/** Every route there is, by the files of `src/app`. */
function routesThere(): string[] {
  const app = join(__dirname, "..", "src", "app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" });
  const pages = files.map((file) => file.split(sep)).filter((parts) => parts.at(-1) === "page.tsx");
  const paths = pages
    .filter((parts) => !parts.some((part) => part.startsWith("@")))
    .map(
      (parts) =>
        `/${parts
          .slice(0, -1)
          .filter((part) => !part.startsWith("("))
          .join("/")}`,
    );
  return [...new Set(paths)].sort();
}

const asPattern = (text: string) =>
  new RegExp(text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&").replace(/\s+/gu, "\\s+"), "u");
const mains = (html: string): number => html.match(/<main[^>]* id="main"|<main id="main"/gu)?.length ?? 0;
const where = (answer: APIResponse): string => {
  const to = new URL(answer.headers().location ?? "/", answer.url());
  return to.pathname + to.search;
};

test("every route has its row", () => {
  expect(Object.keys(routes).sort()).toEqual(routesThere());
});

test("each route shows what it is, sends to sign in, or says that it needs scripts", async ({ people }) => {
  const nobody = await people.nobody({ javaScriptEnabled: false });
  const event = await demoEvent(nobody);
  const [session] = event.agenda.sessions.filter(({ id }) => id === event.nowNext.now[0]);
  const texts = { "the event": event.name, "the session": session?.title ?? "" };
  for (const [route, row] of Object.entries(routes)) {
    const path = route
      .replace("[slug]", event.slug)
      .replace("[id]", session?.id ?? "")
      .replace("[roomId]", session?.id ?? "");
    await test.step(route, async () => {
      const answer = await nobody.context.request.get(path, { maxRedirects: 0 });
      if (row === "signIn") {
        expect.soft(answer.status(), route).toBe(307);
        expect.soft(where(answer), route).toBe(`/login?next=${encodeURIComponent(path)}`);
        return;
      }
      expect.soft(answer.status(), route).toBe(row === "hidden" ? 404 : 200);
      if (row === "hidden") return;
      expect.soft(mains(await answer.text()), `${route}: one main part`).toBe(1);
      await nobody.page.goto(path);
      const { page } = nobody;
      await expect.soft(page.locator("main"), route).toHaveCount(1);
      await expect
        .soft(page.getByText("Loading", { exact: true }).locator("visible=true"), route)
        .toHaveCount(0);
      if (row === "needs") await expect.soft(page.getByText(needs), route).toBeVisible();
      else {
        const wanted = typeof row.shows === "string" ? asPattern(texts[row.shows]) : row.shows;
        // As it is seen: Playwright's text locators pass over what stands in a noscript element.
        expect.soft(await page.locator("main#main").innerText(), route).toMatch(wanted);
      }
    });
  }
});

test("what is not there is 404, with a page to read", async ({ people }) => {
  const nobody = await people.nobody({ javaScriptEnabled: false });
  const { slug } = await demoEvent(nobody);
  const rests = ["", "/agenda", "/lobby", "/call/x", "/sessions/x", "/people/x", "/messages/x"];
  const nothing = "There is nothing here";
  const words: Record<string, string> = {
    "/no/such/page": nothing,
    ...Object.fromEntries(rests.map((rest) => [`/e/no-such-event${rest}`, nothing])),
    [`/e/${slug}/call/x`]: nothing,
    [`/e/${slug}/people/x`]: nothing,
    [`/e/${slug}/messages/x`]: nothing,
    [`/e/${slug}/sessions/no-such-session`]: "This session is not on the programme",
  };
  const { page } = nobody;
  for (const [path, name] of Object.entries(words)) {
    nobody.faults.expect(/ 404 Not Found /u);
    const answer = await page.goto(path);
    expect.soft(answer?.status(), path).toBe(404);
    await expect.soft(page.getByRole("heading", { name, level: 1 }), path).toBeVisible();
    await expect.soft(page.locator("main#main"), path).toHaveCount(1);
    await expect.soft(page.locator("main#main").getByRole("link").first(), path).toBeVisible();
  }
});

test("what is at no address for anybody is 404 for who is signed in as well, with a page to read", async ({
  people,
}) => {
  const somebody = await people.persona("attendee", { javaScriptEnabled: false });
  const { slug } = await demoEvent(somebody);
  const { page } = somebody;
  for (const path of [
    "/gallery",
    "/gallery/venue",
    `/e/${slug}/people/x`,
    `/e/${slug}/call/x`,
    "/e/x/people/x",
  ]) {
    somebody.faults.expect(/ 404 Not Found /u);
    const answer = await page.goto(path);
    expect.soft(answer?.status(), path).toBe(404);
    await expect
      .soft(page.getByRole("heading", { name: "There is nothing here", level: 1 }), path)
      .toBeVisible();
    await expect.soft(page.locator("main#main"), path).toHaveCount(1);
  }
});

test("who is signed in is told that scripts are needed, in every frame", async ({ people }) => {
  const somebody = await people.persona("attendee", { javaScriptEnabled: false });
  const { slug } = await demoEvent(somebody);
  for (const path of ["/profile", "/messages", "/host", `/e/${slug}/lobby`, `/e/${slug}/agenda`]) {
    const answer = await somebody.page.goto(path);
    expect.soft(answer?.status(), path).toBe(200);
    await expect.soft(somebody.page.getByText(needs), path).toBeVisible();
    await expect.soft(somebody.page.locator("main#main"), path).toHaveCount(1);
  }
});

test("with scripts an administrator who is not of the event has one main part to change it in", async ({
  people,
}) => {
  const somebody = await people.newcomer("Ada Minister");
  const { page } = somebody;
  const { slug } = await demoEvent(somebody);
  // What this browser remembers of its person decides what it draws; the server decides what they may.
  await page.goto("/settings");
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("hallway.session")))
    .toContain('"roles":[');
  await page.evaluate(() => {
    const kept = localStorage.getItem("hallway.session") ?? "";
    localStorage.setItem("hallway.session", kept.replace(/"roles":\[[^\]]*\]/u, '"roles":["admin"]'));
  });
  await page.goto(`/e/${slug}/manage`);
  await expect(page.getByRole("heading", { name: "Manage", level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).toHaveCount(1);
  await expect(page.locator("main#main").getByRole("tablist")).toHaveCount(1);
});

test("with scripts there is one main part as well, and a session that is renewed keeps its pages", async ({
  people,
}) => {
  const somebody = await people.persona("attendee");
  const { page, context } = somebody;
  await page.goto("/profile");
  await expect(page.getByRole("textbox", { name: "In one line" })).toBeVisible();
  // The access token's cookie lives ten minutes; nothing says then that somebody is here but the mark of this browser.
  await context.clearCookies({ name: /hallway_access$/u });
  const answer = await page.goto("/settings");
  expect([answer?.status(), new URL(page.url()).pathname]).toEqual([200, "/settings"]);
  const { slug } = await demoEvent(somebody);
  for (const path of ["/", "/settings", `/e/${slug}/agenda`, `/e/${slug}`, "/messages"]) {
    await page.goto(path);
    await expect.soft(page.getByRole("main"), path).toHaveCount(1);
    await expect.soft(page.locator("main#main"), path).toHaveCount(1);
  }
});
