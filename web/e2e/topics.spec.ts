import type { Page } from "@playwright/test";

import { demoEvent, register } from "./support/demo";
import { choose, englishOn, textsOf } from "./support/languages";
import { expect, test } from "./support/people";
import { settled } from "./support/screen";

/** Which pages show topics, and whose: those of the library are called as the page's language calls them. */
const topics = Array.from(textsOf("en")).filter(([key]) => key.startsWith("topics."));
const german = textsOf("de");

/** Why somebody should be met, in German: without the German names of topics no English one is left in it. */
async function englishReasons(page: Page): Promise<string[]> {
  const whys = page.getByText(/^(?:Ihr interessiert euch|Du suchst|\S+ (?:sucht|interessiert sich)) /u);
  await expect(whys.first()).toBeVisible();
  const named = topics.map(([key]) => german.get(key) ?? "").sort((a, b) => b.length - a.length);
  const other = topics.map(([, name]) => name).filter((name) => !named.includes(name));
  const rest = (await whys.allTextContents()).map((why) =>
    named.reduce((left, name) => left.replaceAll(name, ""), why),
  );
  return rest.filter((left) => other.some((name) => left.includes(name)));
}

test("who reads German finds, picks and is shown topics in German; who reads English has the same ones", async ({
  people,
}) => {
  const lena = await people.newcomer("Lena Themenwahl");
  /** In this browser, and with the account, which the cookie follows when a session is renewed. */
  const speak = async (language: string) => {
    await lena.graph("mutation ($to: String) { setLanguage(language: $to) { language } }", { to: language });
    await choose(lena.context, language);
  };
  await speak("de");
  const event = await demoEvent(lena);
  await register(lena, event.id);
  const { page } = lena;

  await test.step("those of the event to pick from", async () => {
    await page.goto(`/e/${event.slug}/welcome`);
    const some = page.getByRole("group", { name: "Was dich interessiert" }).getByRole("button");
    await expect(some.nth(5)).toBeVisible();
    expect(await englishOn(page)).toEqual([]);
  });

  await test.step("those that are typed: the first by its suggestion, the last is nobody else's", async () => {
    await page.goto("/profile");
    const field = page.getByRole("combobox", { name: /^Interessen/u });
    await field.fill("Datenb");
    await page.getByRole("option", { name: "Datenbanken" }).click();
    for (const typed of ["Barrierefreiheit", "Bienenzucht"]) {
      await field.fill(typed);
      await field.press("Enter");
    }
    await page.getByRole("button", { name: "Speichern" }).click();
    await expect(page.getByText("Dein Profil ist gespeichert").first()).toBeVisible();
    for (const name of ["Datenbanken", "Barrierefreiheit", "Bienenzucht"])
      await expect(page.getByRole("button", { name: `${name} entfernen` })).toBeVisible();
    expect(await englishOn(page)).toEqual([]);
    const { myProfile } = await lena.graph<{ myProfile: object }>("{ myProfile { interests { id name } } }");
    expect(myProfile).toEqual({
      interests: [
        { id: "databases", name: "Databases" },
        { id: "accessibility", name: "Accessibility" },
        { id: "~bienenzucht", name: "Bienenzucht" },
      ],
    });
  });

  await test.step("why two should meet, and what others are into", async () => {
    await lena.graph("mutation ($id: ID!) { setOpenToMeet(eventId: $id, openToMeet: true) }", {
      id: event.id,
    });
    for (const place of ["lobby", "matches"]) {
      await page.goto(`/e/${event.slug}/${place}`);
      expect(await englishReasons(page), place).toEqual([]);
    }
    await expect(page.getByText("Datenbanken, Barrierefreiheit, Bienenzucht")).toBeVisible();
    const daniela = await people.persona("speaker");
    await page.goto(`/e/${event.slug}/people/${daniela.id}`);
    await expect(page.getByRole("listitem").filter({ hasText: /^Datenbanken$/u })).toBeVisible();
    expect(await englishOn(page)).toEqual([]);
    await page.goto(`/e/${event.slug}/people?q=datenbanken`);
    await expect(page.getByRole("main").getByText("Daniela Okafor")).toBeVisible();
  });

  await test.step("the same in English", async () => {
    await speak("en");
    await page.goto("/profile");
    for (const name of ["Databases", "Accessibility", "Bienenzucht"])
      await expect(page.getByRole("button", { name: `Take away ${name}` })).toBeVisible();
  });
});

test("the names of topics come to pages that show some, and to no others", async ({ people }) => {
  const { page, context } = await people.persona("attendee", { locale: "de-DE" });
  const { slug } = await demoEvent(await people.nobody());
  const brought = async (path: string): Promise<boolean> => {
    await page.goto(path);
    await settled(page);
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map((entry) => entry.name)
        .filter((url) => url.includes("/chunks/")),
    );
    const texts = await Promise.all(scripts.map(async (url) => (await context.request.get(url)).text()));
    return texts.some((text) => text.includes(german.get("topics.llms") ?? "-"));
  };
  for (const path of ["/", `/e/${slug}`, "/settings"]) expect(await brought(path), path).toBe(false);
  for (const path of [`/e/${slug}/matches`, "/profile"]) expect(await brought(path), path).toBe(true);
});
