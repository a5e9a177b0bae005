import { describe, expect, it } from "vitest";

import { isHere, pageKindOf, venuePlaces } from "./places";

describe("the venue's places", () => {
  it("know when one is in them", () => {
    const [lobby, agenda] = venuePlaces;
    if (!lobby || !agenda) throw new Error("places are missing");
    expect(isHere(lobby, "/e/polder", "/e/polder/lobby")).toBe(true);
    expect(isHere(lobby, "/e/polder", "/e/polder/agenda")).toBe(false);
    expect(isHere(agenda, "/e/polder", "/e/polder/agenda/day-2")).toBe(true);
    expect(isHere(agenda, "/e/polder", "/e/polder/agendas")).toBe(false);
  });

  it("have a letter each", () => {
    expect(new Set(venuePlaces.map((place) => place.key)).size).toBe(venuePlaces.length);
  });

  it("have the panel beside those where people talk", () => {
    expect(pageKindOf("/e/polder/lobby", "/e/polder")).toBe("talk");
    expect(pageKindOf("/e/polder/sessions/1", "/e/polder")).toBe("talk");
    expect(pageKindOf("/e/polder/agenda", "/e/polder")).toBe("work");
  });
});
