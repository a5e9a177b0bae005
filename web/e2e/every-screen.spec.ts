import { expect, test, type Visitor } from "./support/people";
import { runsOut } from "./support/inside";
import { axeViolations, settled, sticksOut } from "./support/screen";
import { prepare, screens, type Screen } from "./support/screens";

async function look(visitor: Visitor, screen: Screen, path: string): Promise<void> {
  const { page } = visitor;
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    const answer = await page.goto(path);
    expect.soft(answer?.status(), "status").toBe(screen.status ?? 200);
    await settled(page);
    if (screen.missing) {
      await expect(page.getByText(screen.missing)).toBeVisible();
      // The status says it to robots as well, which do not sign in.
      if (!screen.as)
        await expect(page.locator("meta[name=robots][content*=noindex]").first()).toBeAttached();
    }
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const where = `${screen.name}, ${width} px, ${colorScheme}`;
      // The theme changes colours and nothing else.
      const rules = colorScheme === "dark" ? ["color-contrast"] : undefined;
      expect.soft(await axeViolations(page, rules), `axe: ${where}`).toEqual([]);
      expect.soft(await sticksOut(page), `wider than the window: ${where}`).toEqual([]);
    }
  }
  // The usual phone, and the narrowest that WCAG names (1.4.10). The width of the document does not show all of it.
  for (const width of screen.missing ? [] : [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await settled(page);
    expect.soft(await runsOut(page), `${screen.name}: runs out at ${width} px`).toEqual([]);
  }
}

/** Several addresses of one screen; `make nightly` looks at each. */
const alike = ["no such event", "no such venue", "no such session, signed in"];
const looked = screens.filter(({ name }) => process.env.HALLWAY_E2E_ALL || !alike.includes(name));

for (const screen of looked) {
  test(`${screen.name}: for everybody, on every window, light and dark`, async ({ people }) => {
    const ids = await prepare(people, screen);
    const visitor = screen.as ? await people.persona(screen.as) : await people.nobody();
    if (screen.missing) visitor.faults.expect(/ 404 Not Found .*(no\/such|no-such)/u);
    await look(visitor, screen, screen.path(ids));
  });
}
