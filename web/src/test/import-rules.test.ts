import { ESLint } from "eslint";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";

/** The import rules bite: each forbidden kind of import is tried, and each allowed one beside it. */
const eslint = new ESLint({ overrideConfig: { rules: { "import-x/no-cycle": "off" } } });
const circles = new ESLint();
/** Circles are looked for by reading every file on the way, which takes its time. */
vi.setConfig({ testTimeout: 60_000 });

async function complaints(filePath: string, text: string, by = eslint): Promise<string[]> {
  const [result] = await by.lintText(text, { filePath });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}
const importing = (specifier: string) => `import * as it from "${specifier}";\nexport default it;\n`;
const imports = (filePath: string, specifier: string) => complaints(filePath, importing(specifier));
const paths = "import-x/no-restricted-paths";

const forbidden: ReadonlyArray<readonly [from: string, to: string, why: string]> = [
  ["src/features/chat/new.ts", "@/features/venue", "a feature above"],
  ["src/features/chat/new.ts", "../venue", "a feature above by a relative path"],
  ["src/features/chat/new.ts", "./../venue", "a feature above by a roundabout path"],
  ["src/features/account/profile/new.ts", "./../../venue", "a feature above by a longer roundabout path"],
  ["src/features/chat/new.ts", "@/components/../features/venue", "a feature above by way of another folder"],
  ["src/features/live-event/new.ts", "@/features/agenda", "a feature above the lowest"],
  ["src/features/venue/new.ts", "@/features/venue", "itself by its index"],
  ["src/features/venue/lobby/new.ts", "..", "itself by its index, by a relative path"],
  ["src/features/venue/new.ts", "@/features/chat/room", "another feature's inside"],
  ["src/features/venue/new.ts", "../chat/room", "another feature by a relative path"],
  ["src/features/venue/lobby/new.ts", "../../chat/room", "another feature by a longer path"],
  ["src/features/venue/new.ts", "@/rtc/mesh/mesh", "rtc's inside"],
  ["src/features/unordered/new.ts", "@/features/live-event", "any feature, without a place in the order"],
  ["src/features/unordered/new.ts", "../live-event", "the same by a relative path"],
  ["src/features/chat/new.ts", "@/app/layout", "a route"],
  ["src/features/chat/new.ts", "../../app/layout", "a route by a relative path"],
  ["src/app/new/page.tsx", "@/features/chat/room", "a feature's inside, from a route"],
  ["src/app/new/page.tsx", "../../features/chat/room", "the same by a relative path"],
  ["src/app/new/page.tsx", "@/rtc", "rtc, from a route"],
  ["src/components/frame/new.ts", "@/features/chat", "a feature, from the frame"],
  ["src/components/frame/new.ts", "../../features/chat", "the same by a relative path"],
  ["src/components/ui/new.ts", "@/components/frame", "the frame, from a primitive"],
  ["src/components/ui/new.ts", "../frame/top-bar", "the frame's inside by a relative path"],
  ["src/components/ui/new.ts", "@/rtc", "rtc, from a primitive"],
  ["src/components/cards/new.ts", "../ui/card", "anything, from a new folder of components"],
  ["src/lib/new.ts", "@/features/chat", "a feature, from lib"],
  ["src/lib/new.ts", "../features/chat/room", "a feature's inside by a relative path"],
  ["src/lib/new.ts", "@/components/ui/button", "a component, from lib"],
  ["src/lib/new.ts", "../components/ui/button", "a component by a relative path"],
  ["src/lib/new.ts", "@/rtc", "rtc, from lib"],
  ["src/lib/new.ts", "@/test/dice", "what helps tests"],
  ["src/rtc/mesh/new.ts", "@/lib/socket", "lib beyond the store, from rtc"],
  ["src/rtc/new.ts", "../lib/socket", "the same by a relative path"],
  ["src/rtc/mesh/new.ts", "react", "React, from rtc"],
  ["src/rtc/mesh/new.ts", "react-dom", "React's DOM, from rtc"],
  ["src/rtc/new.ts", "next/link", "Next.js, from rtc"],
  ["src/rtc/new.ts", "socket.io-client", "sockets, from rtc"],
  ["src/rtc/mesh/new.ts", "@/features/calls", "a feature, from rtc"],
  ["src/messages/new.ts", "../features/chat/room", "a feature, from the messages"],
  ["src/test/new.ts", "../features/chat/room", "a feature's inside, from what helps tests"],
  ["src/widgets/new.ts", "../features/chat/room", "a feature's inside, from a folder that is new"],
  ["src/widgets/new.ts", "@/lib/time", "anything, from a folder that is new"],
  ["src/new.ts", "./features/chat", "a feature, from the top"],
  ["src/proxy.ts", "./features/chat", "a feature, from the proxy"],
];
const allowed: ReadonlyArray<readonly [from: string, to: string]> = [
  ["src/features/venue/new.ts", "@/features/chat"],
  ["src/features/venue/new.test.ts", "@/test/dice"],
  ["src/features/chat/new.ts", "@/features/live-event"],
  ["src/features/venue/new.ts", "./places"],
  ["src/features/venue/lobby/new.ts", "../places"],
  ["src/features/calls/new.ts", "@/rtc"],
  ["src/components/frame/new.ts", "@/components/ui/button"],
  ["src/lib/new.ts", "@/gen/sockets"],
  ["src/proxy.ts", "@/lib/time"],
  ["src/rtc/mesh/new.ts", "@/lib/store"],
  ["src/rtc/mesh/new.ts", "../clock"],
  ["src/rtc/mesh/new.test.ts", "vitest"],
  ["src/app/new/page.tsx", "@/features/chat"],
];
/** Every way to write an import, of what lies above. */
const ways: ReadonlyArray<readonly [way: string, text: (to: string) => string]> = [
  ["a type", (to) => `import type * as it from "${to}";\nexport type It = typeof it;\n`],
  ["a type among values", (to) => `import { type It } from "${to}";\nexport type Its = It;\n`],
  ["for its effects", (to) => `import "${to}";\n`],
  ["handing on", (to) => `export * from "${to}";\n`],
  ["handing on a name", (to) => `export { it } from "${to}";\n`],
  ["late", (to) => `export const it = () => import("${to}");\n`],
];
const hidden: ReadonlyArray<readonly [way: string, text: string]> = [
  ["in a template", "export const it = () => import(`@/features/venue`);\n"],
  ["by a computed name", 'const to = "venue";\nexport const it = () => import("@/features/" + to);\n'],
  ["as a type in place", 'export type It = typeof import("@/features/venue");\n'],
];

describe("the import rules", () => {
  it.each(forbidden)("%s may not import %s: %s", async (from, to) => {
    expect(await imports(from, to)).toContain(paths);
  });

  it.each(allowed)("%s may import %s", async (from, to) => {
    expect(await imports(from, to)).toEqual([]);
  });

  it("leave Next.js's link to ours, which does not fetch ahead for everybody", async () => {
    expect(await imports("src/features/chat/new.tsx", "next/link")).toContain("no-restricted-imports");
    expect(await imports("src/components/ui/link.tsx", "next/link")).toEqual([]);
  });

  it.each(ways)("see an import: %s", async (_, text) => {
    expect(await complaints("src/features/chat/new.ts", text("@/features/venue"))).toContain(paths);
    expect(await complaints("src/features/chat/new.ts", text("../venue"))).toContain(paths);
    expect(await complaints("src/lib/new.ts", text("../features/chat/room"))).toContain(paths);
    expect(await complaints("src/rtc/mesh/new.ts", text("@/lib/socket"))).toContain(paths);
    expect(await complaints("src/rtc/mesh/new.ts", text("react-dom"))).toContain(paths);
    expect(await complaints("src/lib/new.ts", text("./time"))).not.toContain(paths);
  });

  it.each(hidden)("refuse an import that they cannot follow: %s", async (_, text) => {
    for (const file of ["src/lib/new.ts", "src/app/new/page.tsx", "src/features/chat/new.test.ts"])
      expect(await complaints(file, text), file).toContain("no-restricted-syntax");
  });

  it("see a circle", async () => {
    const circle = 'import { EventPage } from "./event-page";\nexport default EventPage;\n';
    expect(await complaints("src/features/event-page/event-view.ts", circle, circles)).toContain(
      "import-x/no-cycle",
    );
  });

  it.each([
    ["by its name", 'import { useState } from "react";'],
    ["by another name", 'import { useState as s } from "react";'],
    ["of a feature's", 'import { useT as s } from "@/lib/i18n";'],
    ["by React's", 'import * as React from "react";\nexport const s = React.useId;'],
    ["taken out of React", 'import React from "react";\nexport const { useId: s } = React;'],
    ["by its text", 'import React from "react";\nexport const s = React["useId"];'],
    ["use itself", 'import { use } from "react";\nexport const s = use;'],
  ])("keep hooks out of routes: %s", async (_, text) => {
    expect(await complaints("src/app/new/page.tsx", `${text}\n`)).toContain("no-restricted-syntax");
  });

  it("keep other files out of routes", async () => {
    expect(await complaints("src/app/new/helper.tsx", "export const one = 1;\n")).toContain(
      "no-restricted-syntax",
    );
  });

  it("know every feature there is", async () => {
    const features = readdirSync("src/features");
    expect(features.length).toBeGreaterThan(8);
    for (const feature of features)
      expect(await imports(`src/features/${feature}/new.ts`, "@/lib/time"), feature).toEqual([]);
    for (const feature of features.filter((one) => one !== "live-event"))
      expect(await imports(`src/features/${feature}/new.ts`, "@/features/live-event"), feature).toEqual([]);
  });
});

/** As `server/tests/test_tests.py` does for the server's. */
describe("the rule against sleeping", () => {
  const files = [
    "e2e/new.spec.ts",
    "e2e/support/new.ts",
    "src/lib/new.test.tsx",
    "src/rtc/browser-test/new.ts",
  ];
  it.each([
    ["of a page", "export const wait = (page: Page) => page.waitForTimeout(1);\ntype Page = never;\n"],
    ["by a timer", "export const wait = () => new Promise((done) => setTimeout(done, 1));\n"],
    [
      "by a wrapped timer",
      "export const wait = () => new Promise<void>((done) => void globalThis.setTimeout(() => done(), 1));\n",
    ],
    ["by Node's", 'export { setTimeout } from "node:timers/promises";\n'],
    [
      "by Node's import",
      'import { setTimeout } from "timers/promises";\nexport const wait = () => setTimeout(1);\n',
    ],
  ])("sees one %s", async (_, text) => {
    for (const file of files) expect(await complaints(file, text), file).toContain("no-restricted-syntax");
  });

  it("leaves a test's own time-out alone", async () => {
    const text = 'import { test } from "@playwright/test";\ntest("long", () => test.setTimeout(1));\n';
    expect(await complaints("e2e/new.spec.ts", text)).toEqual([]);
  });

  it("has exceptions with their reasons only", () => {
    const silent = sources().flatMap(([file, text]) =>
      [...text.matchAll(/^ *\/[/*] eslint-disable.*no-restricted-syntax(?! -- \S)/gmu)].map(() => file),
    );
    expect(silent).toEqual([]);
  });
});

function sources(): ReadonlyArray<readonly [file: string, text: string]> {
  return ["src", "e2e"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/u.test(file))
      .map((file) => [join(folder, file), readFileSync(join(folder, file), "utf8")] as const),
  );
}
