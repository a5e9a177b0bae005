import { afterEach, beforeEach, expect, it } from "vitest";

import { session } from "@/lib/session";

import { forgetParts, keepPart, keptPart, partIn } from "./part";

const as = (id: string) =>
  session.set({
    status: "in",
    user: { id, name: "Ada", email: "ada@example.org", roles: [] },
    expiresAt: Date.now() + 60_000,
  });
const on = { camera: true, muted: false };

beforeEach(() => as("ada"));
afterEach(() => {
  session.set({ status: "unknown" });
  sessionStorage.clear();
});

it("knows the one call that this tab is in, until it is left or forgotten", () => {
  expect(partIn()).toBeNull();
  keepPart("first", on);
  expect(partIn()).toBe("first");
  keepPart("second", { camera: false, muted: true });
  expect([partIn(), keptPart("first"), keptPart("second")]).toEqual([
    "second",
    null,
    { camera: false, muted: true },
  ]);
  keepPart("second", "left");
  expect([partIn(), keptPart("second")]).toEqual([null, "left"]);
  keepPart("third", on);
  forgetParts();
  expect([partIn(), keptPart("second")]).toEqual([null, "left"]);
});

it("is its person's, and nobody's who is not signed in", () => {
  keepPart("first", on);
  as("ben");
  expect(partIn()).toBeNull();
  forgetParts();
  as("ada");
  expect(partIn()).toBe("first");
  session.set({ status: "out" });
  keepPart("second", on);
  expect(partIn()).toBeNull();
});
