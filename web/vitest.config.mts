import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vitest/config";

import type Loader from "./scripts/texts.cjs";

const loader = createRequire(import.meta.url)("./scripts/texts.cjs") as typeof Loader;
/** As the build reads the catalogues. */
const texts: Plugin = {
  name: "texts",
  enforce: "pre",
  transform: (source, id) =>
    /\/messages\/[\w-]+\/\w+\.json$/u.test(id)
      ? { code: `export default ${JSON.stringify(loader.compiled(source))}`, moduleType: "js" }
      : undefined,
};

export default defineConfig({
  plugins: [texts, react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/*.test.mjs"],
    setupFiles: ["./src/test/setup.ts"],
    restoreMocks: true,
    // What hangs fails still; what types a form on a busy machine does not.
    testTimeout: 20_000,
  },
});
