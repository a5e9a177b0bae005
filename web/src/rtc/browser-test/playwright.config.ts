import { defineConfig } from "@playwright/test";

/** `npx playwright test -c src/rtc/browser-test`: the real proof of this folder, in a real Chromium with fake devices. */
export default defineConfig({
  testDir: ".",
  timeout: 300_000,
  expect: { timeout: 45_000 },
  workers: 1,
  // Media in real time on a machine that does other things: in CI a test may fail once, and is then listed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: "list",
  outputDir: "../../../test-results/rtc",
  use: {
    launchOptions: {
      executablePath: process.env.HALLWAY_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        "--auto-accept-this-tab-capture",
      ],
    },
  },
});
