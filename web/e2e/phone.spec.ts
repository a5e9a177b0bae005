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
