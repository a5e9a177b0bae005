import { ESLint } from "eslint";
import { readdirSync } from "node:fs";
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

const forbidden: ReadonlyArray<readonly [from: string, to: string, why: string]> = [
  ["src/features/chat/new.ts", "@/features/venue", "a feature above"],
  ["src/features/live-event/new.ts", "@/features/agenda", "a feature above the lowest"],
  ["src/features/venue/new.ts", "@/features/venue", "itself by its index"],
  ["src/features/venue/new.ts", "@/features/chat/room", "another feature's inside"],
  ["src/features/venue/new.ts", "../chat/room", "another feature by a relative path"],
  ["src/features/venue/lobby/new.ts", "../../chat/room", "another feature by a longer path"],
  ["src/features/unordered/new.ts", "@/features/live-event", "any feature, without a place in the order"],
  ["src/features/chat/new.ts", "@/app/layout", "a route"],
  ["src/app/new/page.tsx", "@/features/chat/room", "a feature's inside, from a route"],
  ["src/components/frame/new.ts", "@/features/chat", "a feature, from the frame"],
  ["src/components/ui/new.ts", "@/components/frame", "the frame, from a primitive"],
  ["src/components/ui/new.ts", "@/rtc", "rtc, from a primitive"],
  ["src/lib/new.ts", "@/features/chat", "a feature, from lib"],
  ["src/lib/new.ts", "@/components/ui/button", "a component, from lib"],
  ["src/rtc/mesh/new.ts", "@/lib/socket", "lib beyond the store, from rtc"],
  ["src/rtc/mesh/new.ts", "react", "React, from rtc"],
  ["src/rtc/mesh/new.ts", "@/features/calls", "a feature, from rtc"],
];
const allowed: ReadonlyArray<readonly [from: string, to: string]> = [
  ["src/features/venue/new.ts", "@/features/chat"],
  ["src/features/chat/new.ts", "@/features/live-event"],
  ["src/features/venue/new.ts", "./places"],
  ["src/features/venue/lobby/new.ts", "../places"],
  ["src/components/frame/new.ts", "@/components/ui/button"],
  ["src/rtc/mesh/new.ts", "@/lib/store"],
  ["src/app/new/page.tsx", "@/features/chat"],
];

describe("the import rules", () => {
  it.each(forbidden)("%s may not import %s: %s", async (from, to) => {
    expect(await imports(from, to)).toContain("no-restricted-imports");
  });

  it.each(allowed)("%s may import %s", async (from, to) => {
    expect(await imports(from, to)).toEqual([]);
  });

  it("see a circle", async () => {
    const circle = 'import { EventPage } from "./event-page";\nexport default EventPage;\n';
    expect(await complaints("src/features/event-page/event-view.ts", circle, circles)).toContain(
      "import-x/no-cycle",
    );
  });

  it("keep state and other files out of routes", async () => {
    const late = 'export const chat = () => import("@/features/chat");\n';
    expect(await complaints("src/features/live-event/new.ts", late)).toContain("no-restricted-syntax");
    const named =
      'import * as React from "react";\nexport default function Page() {\n  return React.useId();\n}\n';
    expect(await complaints("src/app/new/page.tsx", named)).toContain("no-restricted-syntax");
    const hook =
      'import { useT } from "@/lib/i18n";\nexport default function Page() {\n  useT();\n  return null;\n}\n';
    expect(await complaints("src/app/new/page.tsx", hook)).toContain("no-restricted-syntax");
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
