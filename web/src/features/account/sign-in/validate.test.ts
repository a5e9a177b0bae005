import { expect, it } from "vitest";

import { accountErrors } from "./validate";

it("asks for what is missing", () => {
  expect(accountErrors({ name: " ", email: "", password: "" }, "register")).toEqual({
    name: "auth.nameMissing",
    email: "auth.emailMissing",
    password: "auth.passwordMissing",
  });
});

it("does not ask for a name or a long password when signing in", () => {
  expect(accountErrors({ name: "", email: "a@b", password: "old" }, "login")).toEqual({});
});

it("counts characters as people do", () => {
  const form = { name: "Ana", email: " ana@example.org ", password: "😀".repeat(9) };
  expect(accountErrors(form, "register")).toEqual({ password: "auth.passwordShort" });
  expect(accountErrors({ ...form, password: "😀".repeat(10) }, "register")).toEqual({});
});

it.each(["ana", "ana@", "@b", "a b@c", "a@b@c"])("does not take %s for an e-mail address", (email) => {
  expect(accountErrors({ name: "Ana", email, password: "0123456789" }, "register")).toEqual({
    email: "auth.emailWrong",
  });
});
