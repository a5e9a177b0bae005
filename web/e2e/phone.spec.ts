import { expect, test } from "./support/people";
import { runsOut } from "./support/inside";
import { settled } from "./support/screen";
import { prepare, screens } from "./support/screens";

/** Two phones: the usual, and the narrowest that WCAG names (1.4.10). */
const phones = [390, 320];

for (const screen of screens.filter(({ missing }) => !missing)) {
  test(`${screen.name}: nothing runs out of a phone`, async ({ people }) => {
    const ids = await prepare(people, screen);
    const visitor = screen.as ? await people.persona(screen.as) : await people.nobody();
    for (const width of phones) {
      await visitor.page.setViewportSize({ width, height: 844 });
      await visitor.page.goto(screen.path(ids));
      await settled(visitor.page);
      expect.soft(await runsOut(visitor.page), `${screen.name}, ${width} px`).toEqual([]);
    }
  });
}

test("what opens over a page does not run out of a phone", async ({ people }) => {
  const organiser = await people.persona("organiser");
  const { page } = organiser;
  const { slug } = await prepare(people, screens[0]!);
  for (const width of phones) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`/e/${slug}/lobby`);
    const bar = page.getByRole("navigation", { name: "Venue" });
    const look = async (what: string) => {
      await settled(page).catch(() => undefined);
      expect.soft(await runsOut(page), `${what}, ${width} px`).toEqual([]);
    };
    await bar.getByRole("button", { name: "Chat" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look("the panel's chat");
    await page
      .getByRole("dialog")
      .getByRole("tab", { name: /^People/u })
      .click();
    await look("the panel's people");
    await page.keyboard.press("Escape");
    await bar.getByRole("button", { name: "More" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look("the rail");
  }
});
