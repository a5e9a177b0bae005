import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";

import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { loadFromThere, nameThemThere } from "./assets.mjs";

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hallway-assets-"));
  for (const name of ["now", "former"]) mkdirSync(join(folder, name, "chunks"), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const runtime = 'said="string"==typeof TURBOPACK_CHUNK_BASE_PATH?TURBOPACK_CHUNK_BASE_PATH:"/_next/"';
const put = (path, text) => writeFileSync(join(folder, path), text);

it("has the runtime load from where it came from itself", () => {
  put("now/chunks/turbopack-1.js", runtime);
  put("former/chunks/turbopack-1.js.br", "of another");
  put("former/chunks/page.js.br", "of the same");
  loadFromThere(join(folder, "now"), join(folder, "former"));
  const text = readFileSync(join(folder, "now/chunks/turbopack-1.js"), "utf8");
  const loadedFrom = (src) =>
    vm.runInNewContext(text, { document: { currentScript: { getAttribute: () => src } } });
  expect(loadedFrom("/_next/static/chunks/turbopack-1.js?v=1")).toBe("/_next/");
  expect(loadedFrom("https://cdn.example.org/_next/static/chunks/turbopack-1.js")).toBe(
    "https://cdn.example.org/_next/",
  );
  expect(vm.runInNewContext(text, {}), "in a worker").toBe("/_next/");
  expect(readdirSync(join(folder, "former/chunks"))).toEqual(["page.js.br"]);
});

it("refuses a build that it does not understand", () => {
  expect(() => loadFromThere(join(folder, "now"), join(folder, "former"))).toThrow("no turbopack");
  put("now/chunks/turbopack-1.js", "another Next.js");
  expect(() => loadFromThere(join(folder, "now"), join(folder, "former"))).toThrow("not as expected");
  put("now/server.js", "another Next.js");
  expect(() => nameThemThere(join(folder, "now"))).toThrow("not as expected");
});

it("names them there only where an installation says so", () => {
  put(
    "now/server.js",
    "const nextConfig = {}\nprocess.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(nextConfig)\n",
  );
  nameThemThere(join(folder, "now"));
  expect(readFileSync(join(folder, "now/server.js"), "utf8")).toContain("assets-at-start.cjs");
  const start = createRequire(import.meta.url)(join(folder, "now/assets-at-start.cjs"));
  const config = { assetPrefix: "" };
  const own = { runInNewContext: vm.runInNewContext };
  start(config, own);
  expect(config.assetPrefix).toBe("");
  expect(own.runInNewContext).toBe(vm.runInNewContext);
  vi.stubEnv("HALLWAY_ASSETS_URL", "https://cdn.example.org");
  start(config, own);
  expect(config.assetPrefix).toBe("https://cdn.example.org");
  const context = {};
  own.runInNewContext('globalThis.__RSC_MANIFEST = ["/_next/static/chunks/a.js"]', context);
  expect(context.__RSC_MANIFEST).toEqual(["https://cdn.example.org/_next/static/chunks/a.js"]);
});
