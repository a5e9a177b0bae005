import { describe, expect, it } from "vitest";

import { agendaAddress, longestQuery, type AgendaChoice } from "./address";

const usual: AgendaChoice = {
  view: "grid",
  day: null,
  past: false,
  query: "",
  tracks: new Set(),
  soon: false,
};
const track = "0190d3f5-6b7a-7c1e-9d55-0a1c8f2f7c11";
const read = (text: string) => agendaAddress.read(new URLSearchParams(text));
const written = (choice: AgendaChoice, before = "") => {
  const params = new URLSearchParams(before);
  agendaAddress.write(params, choice);
  return params.toString();
};

describe("the address of the agenda", () => {
  it("says nothing of what is usual, and comes back as it was", () => {
    expect(written(usual)).toBe("");
    expect(read("")).toEqual(usual);
    const chosen: AgendaChoice = {
      view: "list",
      day: "2026-11-21",
      past: true,
      query: "größe & co",
      tracks: new Set([track]),
      soon: true,
    };
    expect(read(written(chosen))).toEqual(chosen);
    expect(written(usual, written(chosen))).toBe("");
  });

  it("leaves what is not its own", () => {
    expect(written({ ...usual, soon: true }, "utm=x")).toBe("utm=x&soon=1");
  });

  it("takes nothing odd from others", () => {
    const odd = `view=evil&day=<script>&q=${"x".repeat(10_000)}${"&track=1".repeat(500)}`;
    expect(read(odd)).toEqual({ ...usual, query: "x".repeat(longestQuery) });
  });
});
