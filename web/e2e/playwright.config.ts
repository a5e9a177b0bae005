import { defineConfig } from "@playwright/test";

import { launch } from "./support/browser";

/**
 * `npx playwright test -c e2e`: whole stories in a real Chromium against a real Hallway in demo mode, which
 * `support/start.ts` builds if need be, starts with data of its own, and stops.
 */
export default defineConfig({
  testDir: ".",
  // Calls and counted frames want the processor for themselves.
  workers: 1,
  // Reached only by what never comes: a machine that does something else may take many times as long as this one.
  timeout: 300_000,
  expect: { timeout: 45_000 },
  forbidOnly: Boolean(process.env.CI),
  // Media in real time on a machine that does other things: in CI a test may fail once, and is then listed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: "list",
  outputDir: "../test-results/e2e",
  globalSetup: "./support/start.ts",
  use: {
    launchOptions: launch,
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    locale: "en-GB",
    timezoneId: "Europe/Brussels",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
  },
});
