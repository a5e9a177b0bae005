import { describe, expect, it } from "vitest";

import { createDirectory } from "./people";
import { settle } from "./testing";

const person = (id: string, name = `Person ${id}`) => ({ id, name, headline: "" });

function asking(answer: (ids: string[]) => ReturnType<typeof person>[]) {
  const asked: string[][] = [];
  const directory = createDirectory(async (ids) => {
    asked.push(ids);
    return answer(ids);
  });
  const name = (id: string) => directory.store.get().get(id)?.name;
  return { ...directory, asked, name };
}

describe("people", () => {
  it("are not asked for when a push or a join names them", async () => {
    const people = asking((ids) => ids.map((id) => person(id)));
    people.meet([person("a"), person("b"), person("me")], ["a", "b", "a"]);
    people.meet([person("c")], ["c"]);
    people.want(["me", "a", "c"]);
    await settle();
    expect(people.asked).toEqual([]);
    expect(["a", "b", "c", "me"].map(people.name)).toEqual(["Person a", "Person b", "Person c", "Person me"]);
  });

  it("are asked for once, together, when nobody names them", async () => {
    const people = asking((ids) => ids.map((id) => person(id)));
    people.meet([person("a"), null], ["a", "b"]);
    people.meet([null], ["c"]);
    people.meet([null], ["b"]);
    await settle();
    people.meet([null], ["b"]);
    await settle();
    expect(people.asked).toEqual([["b", "c"]]);
    expect(people.name("b")).toBe("Person b");
  });

  it("have the name they were last given", async () => {
    const people = asking(() => []);
    people.meet([person("a", "Ada Before")], ["a"]);
    const before = people.store.get();
    people.meet([person("a", "Ada Before")], ["a"]);
    expect(people.store.get()).toBe(before);
    people.meet([person("a", "Ada After")], ["a"]);
    await settle();
    expect([people.name("a"), people.asked.length]).toEqual(["Ada After", 0]);
  });

  it("are asked for again when the first time failed", async () => {
    let away = true;
    const people = asking((ids) => {
      if (away) throw new Error("Away.");
      return ids.map((id) => person(id));
    });
    people.meet([null], ["a"]);
    await settle();
    away = false;
    people.meet([null], ["a"]);
    await settle();
    expect(people.asked).toEqual([["a"], ["a"]]);
    expect(people.name("a")).toBe("Person a");
  });
});
