import { appendFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { expect, test } from "./support/people";
import { settled } from "./support/screen";
import { prepare, screens } from "./support/screens";

const windows = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
/** One line a screen: its name and the bytes of script, run after run. */
const sizes = join(process.env.HALLWAY_PICTURES ?? ".", "script.tsv");
const at = process.env.HALLWAY_PICTURES_AT;

/** How many bytes of script the page loaded, unpacked, so that compression does not hide what runs. */
function countScript(page: Page): () => Promise<number> {
  const loaded: Promise<number>[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js"))
      loaded.push(
        response.body().then(
          (body) => body.length,
          () => 0,
        ),
      );
  });
  return async () => (await Promise.all(loaded)).reduce((sum, size) => sum + size, 0);
}

for (const screen of screens) {
  const name = screen.name.replace(/\W+/gu, "-");
  test(screen.name, async ({ people }) => {
    const ids = await prepare(people, screen);
    for (const [window, viewport] of Object.entries(windows)) {
      const options = { viewport, reducedMotion: "reduce" } as const;
      const { page, faults } = screen.as
        ? await people.persona(screen.as, options)
        : await people.nobody(options);
      if (screen.missing) faults.expect(/ 404 Not Found .*(no\/such|no-such)/u);
      if (at) await page.clock.setFixedTime(new Date(at));
      const script = countScript(page);
      await page.goto(screen.path(ids), { waitUntil: "networkidle" });
      await settled(page);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await expect
          .soft(page)
          .toHaveScreenshot(`${name}-${window}-${colorScheme}.png`, { mask: [page.locator("video")] });
      }
      if (window === "desktop") appendFileSync(sizes, `${screen.name}\t${await script()}\n`);
    }
  });
}
