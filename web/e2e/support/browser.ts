import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** How Chromium is started: the system's own, with a camera that shows a test card and a microphone that beeps. */
export const launch = {
  executablePath: process.env.HALLWAY_CHROMIUM ?? places.find(existsSync),
  args: [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    // Two people on one machine: neither window is to sleep because it is behind the other.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
  ],
};
