import { describe, expect, it } from "vitest";

import { bySuggestion, toggled } from "./picks";

describe("topics to pick", () => {
  it("are on when they were picked, however they were written; others are one's own", () => {
    const { chips, own } = bySuggestion(["Rust", "Go"], ["rust", "Bee keeping"]);
    expect(chips).toEqual([
      { name: "Rust", on: true },
      { name: "Go", on: false },
    ]);
    expect(own).toEqual(["Bee keeping"]);
  });

  it("come and go by one press", () => {
    expect(toggled(["Go"], "Rust")).toEqual(["Go", "Rust"]);
    expect(toggled(["rust", "Go"], "Rust")).toEqual(["Go"]);
  });
});
