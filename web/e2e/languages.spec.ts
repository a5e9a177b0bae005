import { asThePage, choose, englishOn, textsOf } from "./support/languages";
import { expect, test, type People, type Visitor } from "./support/people";
import { axeViolations, settled, sticksOut } from "./support/screen";
import { prepare, screens, type Screen } from "./support/screens";

/** What differs between two addresses of one screen need not be looked at in every language. */
const all = screens.filter(({ name }) => !["no such event", "no such venue"].includes(name));
/** Those that most of what is drawn stands on; `make nightly` walks all of them, which takes ten minutes. */
const main = [
  "sign in",
  "event",
  "lobby",
  "agenda",
  "matches",
  "venue conversation",
  "settings",
  "manage agenda",
];
const looked = process.env.HALLWAY_E2E_ALL ? all : all.filter(({ name }) => main.includes(name));

async function open(people: People, screen: Screen, language: string): Promise<[Visitor, string]> {
  const ids = await prepare(people, screen);
  const visitor = screen.as ? await people.persona(screen.as) : await people.nobody();
  await choose(visitor.context, language);
  if (screen.missing) visitor.faults.expect(/ 404 Not Found .*(no\/such|no-such)/u);
  return [visitor, screen.path(ids)];
}

for (const screen of looked) {
  test(`${screen.name}, in German: no English word of ours, nothing too long`, async ({ people }) => {
    const [{ page }, path] = await open(people, screen, "de");
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      await settled(page);
      await expect(page.locator("html")).toHaveAttribute("lang", "de");
      expect.soft(await englishOn(page), `English at ${width} px`).toEqual([]);
      expect.soft(await sticksOut(page), `wider than ${width} px`).toEqual([]);
    }
  });

  test(`${screen.name}, from right to left`, async ({ people }) => {
    const [{ page }, path] = await open(people, screen, "ar-XB");
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.goto(path);
      await settled(page);
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe("rtl");
      expect.soft(await sticksOut(page), `wider than ${width} px`).toEqual([]);
      expect.soft(await asThePage(page), `people's words at ${width} px`).toEqual([]);
      expect.soft(await axeViolations(page), `axe at ${width} px`).toEqual([]);
    }
  });
}

test("a title that runs the other way keeps its beginning, and stands on the page's side", async ({
  people,
}) => {
  const { page, context } = await people.nobody({ viewport: { width: 390, height: 844 } });
  await choose(context, "ar-XB");
  const { slug } = await prepare(people, { name: "event", path: () => "" });
  await page.goto(`/e/${slug}`);
  await settled(page);
  // Prose stands where its own lines begin.
  const titles = page.getByRole("main").locator("[dir=auto]:not(.text-start)");
  const drawn = await titles.evaluateAll((all) =>
    all.map((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const [text, box] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
      const cut = one.scrollWidth > one.clientWidth;
      return {
        is: one.textContent,
        direction: getComputedStyle(one).direction,
        cut,
        // A text that is cut begins where its box does; one that fits stands where lines of the page begin.
        off: Math.round(cut ? text.left - box.left : box.right - text.right),
      };
    }),
  );
  expect(drawn.filter(({ cut }) => cut).length).toBeGreaterThan(0);
  expect(drawn.filter(({ cut }) => !cut).length).toBeGreaterThan(0);
  expect(drawn.filter(({ direction, off }) => direction !== "ltr" || Math.abs(off) > 1)).toEqual([]);
});

test("requests in several languages at the same time never mix", async ({ people }) => {
  const { context } = await people.nobody();
  const skip = { en: textsOf("en").get("shell.skip"), de: textsOf("de").get("shell.skip") };
  const ask = async (language: "en" | "de", by: "cookie" | "browser", path: string) => {
    const headers = by === "cookie" ? { cookie: `hallway_language=${language}` } : { cookie: "" };
    const accepted = by === "cookie" ? "fr" : `fr, ${language};q=0.5, en;q=0.1`;
    const answer = await context.request.get(path, { headers: { ...headers, "accept-language": accepted } });
    const html = await answer.text();
    const other = language === "en" ? "de" : "en";
    return html.includes(`lang="${language}"`) &&
      html.includes(skip[language] ?? "-") &&
      !html.includes(skip[other] ?? "-")
      ? null
      : `${path} in ${language} by ${by}`;
  };
  for (let round = 0; round < 5; round++) {
    const asked = ["/", "/login", "/no/such/page"].flatMap((path) =>
      (["en", "de"] as const).flatMap((language) => [
        ask(language, "cookie", path),
        ask(language, "browser", path),
      ]),
    );
    expect((await Promise.all(asked)).filter(Boolean)).toEqual([]);
  }
});

test("a page follows the browser until somebody chooses, and brings one language's texts", async ({
  people,
}) => {
  const { page } = await people.nobody({ locale: "de-AT" });
  const scripts: string[] = [];
  page.on("response", (answer) => {
    if (/\/chunks\/.*\.js/u.test(answer.url())) void answer.text().then((text) => scripts.push(text));
  });
  await page.goto("/");
  await settled(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page).toHaveTitle(/Hallway/u);
  const [de, en] = ["de", "en"].map((language) => textsOf(language).get("auth.passwordHint") ?? "");
  await expect.poll(() => scripts.some((text) => text.includes(de ?? "-"))).toBe(true);
  expect(scripts.some((text) => text.includes(en ?? "-"))).toBe(false);

  await page.getByRole("button", { name: "Sprache" }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "Language" }).click();
  await expect(page.getByRole("menuitemradio", { name: "English" })).toBeChecked();
  await page.getByRole("menuitemradio", { name: "As the browser says" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("somebody chooses a language in the settings", async ({ people }) => {
  const { page } = await people.newcomer("Lena Sprachwahl");
  await page.goto("/settings");
  await page.getByRole("radio", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Einstellungen");
  await expect(page).toHaveTitle("Einstellungen · Hallway");
  await page.reload();
  await expect(page.getByRole("radio", { name: "Deutsch" })).toBeChecked();
});

test("the page for who is offline is in their language", async ({ people }) => {
  const { page, context, faults } = await people.nobody({ locale: "de-DE" });
  await page.goto("/");
  await page.evaluate(async () => navigator.serviceWorker.ready);
  await page.reload();
  faults.expect(/ERR_INTERNET_DISCONNECTED|503/u);
  await context.setOffline(true);
  await page.goto("/login");
  await expect(page.getByRole("heading", { name: "Du bist offline" })).toBeVisible();
});

test("arrow keys in the agenda go where they point, from right to left as well", async ({ people }) => {
  const visitor = await people.persona("attendee");
  await choose(visitor.context, "ar-XB");
  const { page } = visitor;
  const { slug } = await prepare(people, { name: "agenda", path: () => "" });
  await page.goto(`/e/${slug}/agenda`);
  await settled(page);
  const cards = page.locator("[data-agenda-grid] li a");
  await cards.first().focus();
  const place = () => page.evaluate(() => document.activeElement?.getBoundingClientRect().x ?? 0);
  const before = await place();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(place).toBeLessThan(before);
  await page.keyboard.press("ArrowRight");
  await expect.poll(place).toBe(before);
});

test("a chosen language follows the person into another browser, and goes when they sign out", async ({
  people,
}) => {
  const here = await people.persona("judge");
  await here.page.goto("/settings");
  await here.page.getByRole("radio", { name: "Deutsch" }).click();
  await expect(here.page.getByRole("heading", { level: 1, name: "Einstellungen" })).toBeVisible();
  const elsewhere = await people.persona("judge");
  await elsewhere.page.goto("/settings");
  await expect(elsewhere.page.locator("html")).toHaveAttribute("lang", "de");
  await elsewhere.page.getByRole("button", { name: /^Dein Konto/u }).click();
  await elsewhere.page.getByRole("menuitem", { name: "Ausloggen" }).click();
  await elsewhere.page.waitForURL((url) => url.pathname === "/");
  await expect(elsewhere.page.locator("html")).toHaveAttribute("lang", "en");
  await here.graph("mutation { setLanguage(language: null) { language } }");
});
