import { describe, expect, it } from "vitest";

import { offered, rowState } from "./add-people-state";

const person = (name: string, headline = "") => ({ id: name.toLowerCase(), name, headline });
const ring = (state: "ringing" | "answered" | "declined" | "missed") => ({
  personId: "x",
  callerId: "y",
  nth: 1,
  state,
});

describe("a row of the list", () => {
  it("says how far it is", () => {
    expect(rowState(true, ring("declined"), true)).toBe("in");
    expect(rowState(false, null, true)).toBe("ringing");
    expect(rowState(false, ring("ringing"), false)).toBe("ringing");
    expect(rowState(false, ring("missed"), true)).toBe("ringing"); // asked again
    expect(rowState(false, ring("missed"), false)).toBe("missed");
    expect(rowState(false, ring("answered"), false)).toBe("new"); // left again
    expect(rowState(false, null, false)).toBe("new");
  });
});

describe("who is offered", () => {
  const people = [person("Zoë", "Rust"), person("Ada"), person("Ben", "Postgres queues"), person("Cat")];
  const names = (text: string, more: { inside?: string[]; here?: string[] } = {}, some = people) =>
    offered(some, {
      me: "ada",
      inside: new Set(more.inside),
      here: new Set(more.here),
      text,
    }).map(({ name }) => name);

  it("is nobody who is in, and not oneself; who is here first", () => {
    expect(names("")).toEqual(["Ben", "Cat", "Zoë"]);
    expect(names("", { inside: ["cat"], here: ["zoë"] })).toEqual(["Zoë", "Ben"]);
  });

  it("is whom the words fit, by name or headline, without accents", () => {
    expect(names("zoe")).toEqual(["Zoë"]);
    expect(names("queues ben")).toEqual(["Ben"]);
    expect(names("queues zoe")).toEqual([]);
  });

  it("is also whom the server found, each once", () => {
    const found = { ...person("Dan"), found: true };
    const more = [...people, found, { ...person("Zoë"), found: true }];
    expect(names("kubernetes", {}, more)).toEqual(["Dan", "Zoë"]);
    expect(names("zoe", {}, more)).toEqual(["Dan", "Zoë"]);
  });
});
