import { describe, expect, it } from "vitest";

import { bySuggestion, toggled } from "./picks";

describe("topics to pick", () => {
  it("are on when they were picked, however they were written; others are one's own", () => {
    const { chips, own } = bySuggestion(["Rust", "Go"], ["rust", "Bee keeping"]);
    expect(chips).toEqual([
      { word: "Rust", on: true },
      { word: "Go", on: false },
    ]);
    expect(own).toEqual(["Bee keeping"]);
  });

  it("are known by the name that the page's language has for them", () => {
    document.documentElement.lang = "de";
    const { chips, own } = bySuggestion(["databases"], ["datenbanken", "Bienenzucht"]);
    expect(chips).toEqual([{ word: "databases", on: true }]);
    expect(own).toEqual(["Bienenzucht"]);
  });

  it("come and go by one press", () => {
    expect(toggled(["Go"], "Rust")).toEqual(["Go", "Rust"]);
    expect(toggled(["rust", "Go"], "Rust")).toEqual(["Go"]);
  });
});
