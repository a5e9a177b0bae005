import { defineConfig } from "@playwright/test";

/** `npx playwright test -c src/rtc/browser-test`: the real proof of this folder, in a real Chromium with fake devices. */
export default defineConfig({
  testDir: ".",
  timeout: 60_000,
  workers: 1,
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
