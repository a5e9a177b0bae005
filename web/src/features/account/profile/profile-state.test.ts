import { describe, expect, it } from "vitest";

import { limits } from "@/gen/limits";

import { fieldNamed, formFrom, linksOf, problemsOf, sameForm, type ProfileForm } from "./profile-state";
import { added, fitting, without } from "./topics-state";

const form: ProfileForm = {
  ...{ name: "Noor Haddad", headline: "", bio: "", location: "", links: "", timeZone: "" },
  ...{ languages: [], interests: ["Rust"], offers: [], needs: [] },
};

describe("the profile form", () => {
  it("finds what is wrong and nothing else", () => {
    expect(problemsOf(form)).toEqual({});
    expect(
      Object.keys(problemsOf({ ...form, name: " -- ", bio: "x".repeat(limits.ProfileInput.bio.max + 1) })),
    ).toEqual(["name", "bio"]);
    expect(problemsOf({ ...form, name: "李" })).toEqual({});
  });

  it("takes addresses without a scheme as https, and refuses what is no web address", () => {
    expect(linksOf("example.org/me\n https://a.example ")).toEqual([
      "https://example.org/me",
      "https://a.example",
    ]);
    expect(problemsOf({ ...form, links: "example.org" })).toEqual({});
    for (const links of ["javascript:alert(1)", "http://example.org", "https://me@example.org", "localhost"])
      expect(problemsOf({ ...form, links }).links, links).toBeDefined();
    expect(problemsOf({ ...form, links: "a.b c.d e.f g.h i.j k.l" }).links).toMatchObject({
      key: "profile.tooManyLinks",
    });
  });

  it("reads back a draft of its own and nothing else", () => {
    const back = formFrom(JSON.stringify(form));
    expect(back && sameForm(back, form)).toBe(true);
    for (const text of [
      "",
      "null",
      "{",
      "[]",
      JSON.stringify({ ...form, offers: [1] }),
      JSON.stringify({ name: "x" }),
    ])
      expect(formFrom(text), text).toBeNull();
  });

  it("knows the server's names of fields", () => {
    expect(fieldNamed("timeZone")).toBe("timeZone");
    expect(fieldNamed("password")).toBeUndefined();
    expect(fieldNamed(undefined)).toBeUndefined();
  });
});

describe("picked words", () => {
  it("adds each once whatever its case, several by commas, and no more than there is room for", () => {
    expect(added(["Rust"], " rust , Type  theory,,", 12)).toEqual(["Rust", "Type theory"]);
    const many = Array.from({ length: 20 }, (_, i) => `t${i}`).join(",");
    expect(added([], many, 12)).toHaveLength(12);
  });

  it("suggests what is not picked, beginnings first", () => {
    expect(without(["Rust", "Go"], ["rust"])).toEqual(["Go"]);
    expect(fitting(["Old Norse", "Norwegian", "Dutch"], "nor")).toEqual(["Norwegian", "Old Norse"]);
    expect(fitting(["Dutch"], " ")).toEqual([]);
  });
});
