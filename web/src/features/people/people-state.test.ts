import { describe, expect, it } from "vitest";

import { hereFirst, lineOf, withPage } from "./people-state";

const person = (id: string, name = id, headline = "") => ({ id, name, headline, location: "" });

describe("the list of people", () => {
  it("grows by pages without anybody twice, and takes what is newer", () => {
    const first = withPage([], [person("a"), person("b")]);
    const second = withPage(first, [person("b", "Bea"), person("c")]);
    expect(second.map((one) => one.name)).toEqual(["a", "Bea", "c"]);
    expect(withPage(second, [])).toEqual(second);
  });

  it("puts who is here first, then goes by name", () => {
    const people = [person("1", "Zoe"), person("2", "Ana"), person("3", "Mia")];
    expect(hereFirst(people, new Set(["1"])).map((one) => one.name)).toEqual(["Zoe", "Ana", "Mia"]);
  });

  it("says headline and place as far as there are any", () => {
    expect(lineOf({ headline: "Queues", location: "Kraków" })).toBe("Queues, Kraków");
    expect(lineOf({ headline: "", location: "" })).toBe("");
  });
});
