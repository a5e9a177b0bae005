import "@testing-library/jest-dom/vitest";

import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

import { loadCatalogues } from "@/messages";

// As long as a busy machine may take; nothing that is found waits for it.
configure({ asyncUtilTimeout: 5_000 });

await loadCatalogues();

afterEach(() => {
  cleanup();
  document.documentElement.lang = "en";
  localStorage.clear();
});
