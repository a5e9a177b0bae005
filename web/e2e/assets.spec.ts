import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, runHallway } from "./support/hallway";
import { expect, test } from "./support/people";

/** Two names of one machine: to a browser an origin of its own, as a CDN is. */
const here = (port: number) => `http://localhost:${port}`;
const elsewhere = (port: number) => `http://127.0.0.1:${port}`;

test("scripts, styles and fonts come from another origin, all of them", async ({ people }) => {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), "hallway-assets-"));
  const set = { HALLWAY_DEMO: "1", HALLWAY_ASSETS_URL: elsewhere(port) };
  const hallway = await runHallway(port, data, set, "assets.log");
  try {
    const { page, context, faults } = await people.persona("attendee", { baseURL: hallway.url });
    const asked: string[] = [];
    context.on("request", (request) => {
      if (request.url().includes("/_next/static/")) asked.push(request.url());
    });
    const files = (ending: string) => asked.filter((url) => url.split("?")[0]?.endsWith(ending));

    const answer = await page.goto("/e/fosdem-2025");
    const policy = answer?.headers()["content-security-policy"] ?? "";
    for (const kind of ["script-src", "style-src", "font-src"])
      expect(policy).toMatch(new RegExp(`${kind} [^;]*${elsewhere(port)}`, "u"));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await test.step("what is loaded later, as one moves on, comes from there too", async () => {
      const before = files(".js").length;
      await page.goto("/e/fosdem-2025/lobby");
      await expect(page.getByRole("textbox", { name: /message/iu })).toBeVisible();
      await page.getByRole("link", { name: "Agenda", exact: true }).first().click();
      await expect(page).toHaveURL(/\/agenda/u);
      await expect(page.getByRole("heading", { level: 1, name: /agenda/iu })).toBeVisible();
      expect(files(".js").length).toBeGreaterThan(before);
    });

    for (const ending of [".js", ".css", ".woff2"]) {
      expect(files(ending), `files that end in ${ending}`).not.toEqual([]);
      expect(files(ending).filter((url) => url.startsWith(here(port)))).toEqual([]);
    }
    expect(await page.evaluate(() => [...document.fonts].some((font) => font.status === "loaded"))).toBe(
      true,
    );
    expect(faults.unsafe).toEqual([]);
    expect(faults.errors).toEqual([]);
    await page.close();
  } finally {
    await hallway.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
