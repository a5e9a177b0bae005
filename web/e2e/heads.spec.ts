import { demoEvent } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";

const jsonLd = async ({ context }: Visitor, path: string): Promise<Record<string, unknown>[]> => {
  const html = await (await context.request.get(path)).text();
  const scripts = html.matchAll(/<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/gsu);
  return Array.from(scripts, ([, text]) => JSON.parse(text ?? "") as Record<string, unknown>);
};
const meta = (html: string, property: string): string | undefined =>
  new RegExp(`<meta (?:property|name)="${property}" content="([^"]*)"`, "u").exec(html)?.[1];

test("pages for everybody carry their content, link previews and structured data", async ({ people }) => {
  const nobody = await people.nobody({ javaScriptEnabled: false });
  const event = await demoEvent(nobody);
  const session = event.agenda.sessions.find(({ id }) => id === event.nowNext.now[0]);
  if (!session) throw new Error("nothing is on");
  const { page, context } = nobody;
  const path = `/e/${event.slug}/sessions/${session.id}`;

  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(session.title);
  await expect(page).toHaveTitle(`${session.title} · ${event.name} · Hallway`);
  const html = await (await context.request.get(path)).text();
  expect(meta(html, "og:title")).toContain(event.name);
  expect(meta(html, "og:url")).toContain(path);
  expect(await jsonLd(nobody, path)).toMatchObject([
    { "@type": "Event", name: session.title, superEvent: { "@type": "Event", name: event.name } },
  ]);

  const agenda = `/e/${event.slug}/agenda`;
  await page.goto(agenda);
  await expect(page.getByRole("link", { name: /.+/u }).nth(10)).toBeVisible();
  await expect(page).toHaveTitle(`Agenda · ${event.name} · Hallway`);
  const [listed] = await jsonLd(nobody, agenda);
  expect((listed?.subEvent as unknown[]).length).toBeGreaterThan(10);
  expect(await jsonLd(nobody, `/e/${event.slug}`)).toMatchObject([{ "@type": "Event", name: event.name }]);
});

test("what a public page shows before its scripts is the page itself", async ({ people }) => {
  const nobody = await people.nobody();
  const event = await demoEvent(nobody);
  const [id] = event.nowNext.now;
  const title = event.agenda.sessions.find((session) => session.id === id)?.title ?? "";
  // Scripts that never come, as on a slow line.
  await nobody.page.route(/\/_next\/static\/.*\.js/u, () => undefined);
  await nobody.page.goto(`/e/${event.slug}/sessions/${id}`, { waitUntil: "commit" });
  await expect(nobody.page.getByRole("heading", { level: 1 })).toHaveText(title);
});

test("robots find the way, and a picture", async ({ people }) => {
  const { context } = await people.nobody();
  const event = await demoEvent(await people.nobody());
  const robots = await (await context.request.get("/robots.txt")).text();
  const sitemap = /Sitemap: (.*)/u.exec(robots)?.[1] ?? "";
  expect(robots).toContain("Disallow: /messages");
  const listed = await (await context.request.get(new URL(sitemap).pathname)).text();
  for (const page of ["", "/agenda", `/sessions/${event.nowNext.now[0]}`])
    expect(listed).toContain(`/e/${event.slug}${page}</loc>`);
  const icon = await context.request.get("/favicon.ico");
  expect(icon.status()).toBe(200);
  expect((await icon.body()).subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]));
});

test("titles name the person and the event", async ({ people }) => {
  const visitor = await people.persona("attendee");
  const speaker = await people.persona("speaker");
  const { slug, name } = await demoEvent(visitor);
  for (const [path, title] of [
    ["lobby", "Lobby"],
    ["people", "People"],
    [`people/${speaker.id}`, speaker.name],
  ] as const) {
    await visitor.page.goto(`/e/${slug}/${path}`);
    await expect(visitor.page).toHaveTitle(`${title} · ${name} · Hallway`);
  }
});
