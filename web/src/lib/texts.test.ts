import { expect, it, vi } from "vitest";

import type * as i18n from "./i18n";
import type * as texts from "./texts";

it("says a refusal in the reader's words, which a page does not have before", async () => {
  const german = await import("../../../messages/de/problems.json");
  document.documentElement.lang = "de";
  // Catalogues are shared by all bundles; this page has none yet.
  Reflect.deleteProperty(globalThis, Symbol.for("hallway.catalogues"));
  vi.resetModules();
  const { isMessage }: typeof i18n = await import("./i18n");
  const { refusal }: typeof texts = await import("./texts");
  expect(isMessage("problems.emptyMessage")).toBe(false);
  const problem = await refusal({ code: "invalid", message: "Nothing is in it.", key: "emptyMessage" });
  expect(problem.message).toBe(german.default.emptyMessage);
});
