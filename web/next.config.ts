import { fileURLToPath } from "node:url";

import type { NextConfig } from "next";
import { HTML_LIMITED_BOT_UA_RE } from "next/dist/shared/lib/router/utils/html-bots";

const root = fileURLToPath(new URL("..", import.meta.url));

const config: NextConfig = {
  output: "standalone",
  // Several development servers may run beside each other, each with a folder of its own.
  distDir: process.env.HALLWAY_DIST ?? ".next",
  // Both roots are the repository, where the messages are: the server lands in .next/standalone/web/server.js.
  outputFileTracingRoot: root,
  turbopack: {
    root,
    // Why: see there.
    resolveAlias: { "react-style-singleton": "./src/lib/style-singleton.ts" },
    rules: {
      "*.json": { loaders: [fileURLToPath(new URL("scripts/texts.cjs", import.meta.url))], as: "*.js" },
    },
  },
  // Whose HTML is to be whole at once, title and previews in its head: the gateway asks so for pages that it keeps.
  htmlLimitedBots: new RegExp(`${HTML_LIMITED_BOT_UA_RE.source}|^Hallway$`, "iu"),
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run typecheck` covers tests and tools as well; the build need not do it a second time.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // Without a network a click on a link waits for it, in the page, instead of leaving the page.
  experimental: { useOffline: true },
  async headers() {
    return [
      // What is asked again and again, to learn whether it is new; the service worker reaches nothing but our pages.
      {
        source: "/:file(sw.js|version.txt)",
        headers: [
          { key: "Cache-Control", value: "no-cache" },
          { key: "Content-Security-Policy", value: "default-src 'none'; connect-src 'self'" },
        ],
      },
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
          {
            key: "Permissions-Policy",
            value: "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
          },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        ],
      },
    ];
  },
};

export default config;
