import { describe, expect, it } from "vitest";

import {
  afterSending,
  clashesOf,
  draftOf,
  editsFrom,
  isDirty,
  isMerged,
  noEdits,
  rebased,
  tooLong,
  valuesOf,
  withChange,
  type Edits,
} from "./form-values";

type Talk = { title: string; place: string; topics: readonly string[] };
const saved: Talk = { title: "Rust", place: "Delft", topics: ["a"] };
const typed = (part: Partial<Talk>, over = saved) => withChange(over, noEdits(over), part);

describe("what is typed over what is saved", () => {
  it("is only what differs, and lists are compared by what is in them", () => {
    const edits = typed({ title: "Go", place: "Delft", topics: ["a"] });
    expect(edits.typed).toEqual({ title: "Go" });
    expect(isDirty(saved, edits)).toBe(true);
    const back = withChange(saved, edits, { title: "Rust" });
    expect([back.typed, isDirty(saved, back)]).toEqual([{}, false]);
  });

  it("takes others' changes in where nothing is typed", () => {
    const theirs = { ...saved, place: "Leiden" };
    const edits = typed({ title: "Go" });
    expect(valuesOf(theirs, edits)).toEqual({ ...theirs, title: "Go" });
    expect([isMerged(saved, edits), isMerged(theirs, edits), clashesOf(theirs, edits)]).toEqual([
      false,
      true,
      [],
    ]);
    expect(isMerged(theirs, noEdits(saved))).toBe(false);
  });

  it("names a clash until one of both is taken, over further changes and further typing", () => {
    const theirs = { ...saved, title: "Zig" };
    const edits = withChange(theirs, typed({ title: "Go" }), { title: "Golang" });
    expect([clashesOf(theirs, edits), valuesOf(theirs, edits).title]).toEqual([["title"], "Golang"]);
    expect(clashesOf({ ...theirs, place: "Leiden" }, edits)).toEqual(["title"]);
    expect(clashesOf(theirs, withChange(theirs, edits, { title: "Zig" }))).toEqual([]);
    // Both meant the same.
    expect(clashesOf({ ...saved, title: "Golang" }, edits)).toEqual([]);
  });

  it("stays where it was typed while something else was being saved", () => {
    const sent = { ...saved, title: "Go" };
    const edits = withChange(saved, typed({ title: "Go" }), { place: "Leiden" });
    const after = afterSending({ ...sent, title: "Go!" }, edits, sent);
    expect(after.typed).toEqual({ place: "Leiden" });
    expect(isMerged({ ...sent, title: "Go!" }, after)).toBe(false);
  });

  it("goes on top of theirs, unless both changed the same", () => {
    const mine = { ...saved, title: "Go" };
    expect(rebased(saved, mine, { ...saved, place: "Leiden" })).toEqual({ ...mine, place: "Leiden" });
    expect(rebased(saved, mine, { ...saved, title: "Zig" })).toBeNull();
    expect(rebased(saved, mine, mine)).toEqual(mine);
  });
});

describe("a draft", () => {
  it("is read back over what is saved by then, and a clash with it is known", () => {
    const text = draftOf(typed({ title: "Go", topics: ["a", "b"] }));
    const theirs = { ...saved, title: "Zig", place: "Leiden" };
    const edits = editsFrom(text, theirs);
    expect(edits && valuesOf(theirs, edits)).toEqual({ title: "Go", place: "Leiden", topics: ["a", "b"] });
    expect(edits && clashesOf(theirs, edits)).toEqual(["title"]);
    expect(draftOf(noEdits(saved))).toBe("");
  });

  it("gives what can still be read of it, and nothing strange", () => {
    const text = JSON.stringify({
      title: ["Rust", 7],
      topics: [["a"], ["a", 1]],
      place: ["Delft", "Leiden"],
      evil: ["", "x"],
    });
    expect(editsFrom(text, saved)?.typed).toEqual({ place: "Leiden" });
    for (const broken of ["", "null", "{", "[]", "5", '"x"', '{"title":"Go"}', '{"__proto__":["Rust","Go"]}'])
      expect(editsFrom(broken, saved), broken).toBeNull();
  });
});

it("counts characters as the server does", () => {
  const limits = { title: { max: 4 }, topics: { max: 1 } };
  expect(tooLong({ ...saved, title: " 🎈🎈🎈🎈 " }, limits)).toEqual([]);
  expect(tooLong({ ...saved, title: "🎈🎈🎈🎈🎈" }, limits)).toEqual(["title"]);
});

/** The same numbers for the same seed, so that a failure can be had again. */
function random(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("whatever two people do at once", () => {
  const words = ["", "x", "y", "z"];
  const fields = ["title", "place"] as const;

  it("nothing typed is lost, nothing of theirs is taken back unseen, and a draft says the same", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const next = random(seed);
      let server: Talk = saved;
      let edits: Edits<Talk> = noEdits(server);
      const mine = new Map<string, string>();
      for (let step = 0; step < 12; step++) {
        const field = fields[next(2)]!;
        const word = words[next(words.length)]!;
        if (next(3) === 0) server = { ...server, [field]: word };
        else {
          edits = withChange(server, edits, { [field]: word });
          mine.set(field, word);
        }
        const values = valuesOf(server, edits);
        for (const [name, value] of mine) {
          // It stands as typed; or it was what is saved when it was typed, and follows since.
          const follows = !(name in edits.typed) && values[name as "title"] === server[name as "title"];
          expect(follows || values[name as "title"] === value, `seed ${seed}, step ${step}`).toBe(true);
        }
        for (const name of fields)
          if (values[name] !== server[name] && server[name] !== edits.base[name])
            expect(clashesOf(server, edits), `seed ${seed}, step ${step}`).toContain(name);
        const again = editsFrom(draftOf(edits), server) ?? noEdits(server);
        expect(valuesOf(server, again), `seed ${seed}, step ${step}`).toEqual(values);
        expect(clashesOf(server, again).sort(), `seed ${seed}, step ${step}`).toEqual(
          clashesOf(server, edits).sort(),
        );
      }
    }
  });
});
