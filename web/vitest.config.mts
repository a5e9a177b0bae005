import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
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
