import { describe, expect, it } from "vitest";

import { endsInCode } from "./text";
import { typedMentions } from "./typed-mentions";

const person = (id: string, name: string) => ({ __typename: "Person" as const, id, name, headline: "" });
const people = [
  person("ada", "Ada King"),
  person("jun", "Jun Takahara"),
  person("jun2", "Jun Ito"),
  person("zoe", "Zoë d’Arc"),
  person("jun", "Jun Takahara"),
];
const read = (text: string, picked = new Map<string, string>()) => {
  const { found, untold } = typedMentions(text, picked, people);
  return [Object.fromEntries(found), untold?.name ?? null, untold?.several ?? false];
};

describe("names typed by hand", () => {
  it("mention who is meant: in full, or by a first name that one person has", () => {
    expect(read("@Ada King went, @jun takahara. and @ZOE D’ARC")).toEqual([
      { "Ada King": "ada", "jun takahara": "jun", "ZOE D’ARC": "zoe" },
      null,
      false,
    ]);
    // The longer name is one of its own after the shorter one.
    expect(read("@Ada and @Ada King")[0]).toEqual({ Ada: "ada", "Ada King": "ada" });
    expect(read("hi @ada, are you (@Zoe) here?")).toEqual([{ ada: "ada", Zoe: "zoe" }, null, false]);
  });

  it("tell nobody where several could be meant, or nobody is called so, and say so", () => {
    expect(read("hello @Jun")).toEqual([{}, "Jun", true]);
    expect(read("hello @Grace Hopper")).toEqual([{}, "Grace", false]);
    expect(typedMentions("hello @Jun there", new Map(), people).untold?.end).toBe("hello @Jun".length);
  });

  it("are nothing in code, addresses and names of packages, nor where one was picked", () => {
    for (const text of [
      "`@jun`",
      "```\n@jun\n```",
      "a@jun.example",
      "@jun/core",
      "//@jun",
      "@",
      "@5",
      "@jun@social.example",
    ])
      expect(read(text), text).toEqual([{}, null, false]);
    expect(read("@Jun Takahara", new Map([["Jun Takahara", "jun"]]))).toEqual([{}, null, false]);
  });
});

it("an Enter belongs to code that is begun and not ended", () => {
  for (const open of ["```", "```js", "a\n```js\nx", "```\na\n```\n```"])
    expect(endsInCode(open), open).toBe(true);
  for (const closed of ["", "a", "```\na\n```", "```\na\n``` \nb", "a ```"])
    expect(endsInCode(closed), closed).toBe(false);
});
