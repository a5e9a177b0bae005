import { describe, expect, it } from "vitest";

import { limits } from "@/gen/limits";

import { linksOf, profileErrors, type ProfileForm } from "./profile-state";
import { added, fitting, without } from "./topics-state";

const form: ProfileForm = {
  ...{ name: "Noor Haddad", headline: "", bio: "", location: "", links: "", timeZone: "" },
  ...{ languages: [], interests: ["Rust"], offers: [], needs: [] },
};

describe("the profile form", () => {
  it("finds what is wrong and nothing else", () => {
    expect(profileErrors(form)).toEqual({});
    const limit = limits.ProfileInput.bio.max;
    expect(profileErrors({ ...form, name: " -- ", bio: "x".repeat(limit + 1) })).toEqual({
      name: "profile.nameMissing",
      bio: ["profile.tooLong", { limit }],
    });
    expect(profileErrors({ ...form, name: "李" })).toEqual({});
  });

  it("takes addresses without a scheme as https, and refuses what is no web address", () => {
    expect(linksOf("example.org/me\n https://a.example ")).toEqual([
      "https://example.org/me",
      "https://a.example",
    ]);
    expect(profileErrors({ ...form, links: "example.org" })).toEqual({});
    for (const links of ["javascript:alert(1)", "http://example.org", "https://me@example.org", "localhost"])
      expect(profileErrors({ ...form, links }).links, links).toBeDefined();
    expect(profileErrors({ ...form, links: "a.b c.d e.f g.h i.j k.l" }).links).toEqual([
      "profile.tooManyLinks",
      { limit: limits.ProfileInput.links.items },
    ]);
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
