import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { test as base, type Page } from "@playwright/test";
import { build } from "vite";

async function bundle(): Promise<string> {
  const entry = join(__dirname, "page.ts");
  const built = await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "@": join(__dirname, "../..") } },
    build: { write: false, minify: false, lib: { entry, formats: ["iife"], name: "page" } },
  });
  const outputs = Array.isArray(built) ? built : "output" in built ? [built] : [];
  const chunk = outputs.flatMap(({ output }) => output).find((one) => one.type === "chunk");
  if (chunk?.type !== "chunk") throw new Error("the page was not bundled");
  return chunk.code;
}

async function serve(code: string): Promise<Server> {
  const server = createServer((request, response) => {
    const script = request.url === "/page.js";
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(script ? code : "<!doctype html><title>call</title><body><script src=/page.js></script>");
  });
  await new Promise<void>((resolve) => server.listen(Number(process.env.HALLWAY_RTC_PORT ?? 0), "127.0.0.1", resolve));
  return server;
}

/** `person(id)`: a page in the one browser context, ready to start; ids in alphabetical order are polite first. */
export const test = base.extend<{ person: () => Promise<Page> }, { origin: string }>({
  origin: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const server = await serve(await bundle());
      await use(`http://localhost:${(server.address() as AddressInfo).port}/`);
      server.closeAllConnections();
      server.close();
    },
    { scope: "worker" },
  ],
  person: async ({ context, origin }, use) => {
    await use(async () => {
      const page = await context.newPage();
      page.on("pageerror", (error) => {
        throw error;
      });
      await page.goto(origin);
      return page;
    });
  },
});
