import { describe, expect, it } from "vitest";

import { nextPath, withNext } from "./next-path";

describe("nextPath", () => {
  it.each(["/", "/e/polder", "/e/polder/agenda?day=2#now", "/e/a%2Fb", "/messages/1"])("keeps %s", (path) => {
    expect(nextPath(path)).toBe(path);
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "evil.example",
    "",
    null,
    undefined,
    ["/a", "/b"],
    "/login?next=/login",
    "/register/",
    `/${"a".repeat(3_000)}`,
  ])("refuses %s", (path) => {
    expect(nextPath(path)).toBe("/");
  });

  it("stays on this site whatever is resolved against it", () => {
    for (const path of ["/%5Cevil.example", "/@evil.example", "/%2F/evil.example", "/;//evil.example"])
      expect(new URL(nextPath(path), "http://hallway.test").origin).toBe("http://hallway.test");
  });
});

describe("withNext", () => {
  it("carries the way back", () => {
    expect(withNext("/login", "/e/polder?x=1")).toBe("/login?next=%2Fe%2Fpolder%3Fx%3D1");
    expect(withNext("/register", "/")).toBe("/register");
    expect(withNext("/login", "//evil.example")).toBe("/login");
  });
});
