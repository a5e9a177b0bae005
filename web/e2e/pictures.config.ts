import { defineConfig } from "@playwright/test";

import base from "./playwright.config";

/**
 * Did a change move a pixel, or make a route heavier? Pictures of every screen, and the script that it loads, from one
 * build of the web compared with another's, on the same data:
 *
 *     HALLWAY_E2E_URL=http://localhost:3000 HALLWAY_PICTURES=/tmp/pictures npx playwright test -c e2e/pictures.config.ts
 *
 * with --update-snapshots for the first; `HALLWAY_PICTURES_AT` (ISO 8601) is the time that pages show in both.
 */
export default defineConfig({
  ...base,
  testMatch: "pictures.ts",
  reporter: "line",
  retries: 0,
  outputDir: "../test-results/pictures",
  snapshotPathTemplate: `${process.env.HALLWAY_PICTURES ?? "../test-results/pictures-kept"}/{arg}{ext}`,
  expect: { timeout: 10_000, toHaveScreenshot: { animations: "disabled", maxDiffPixels: 30 } },
});
