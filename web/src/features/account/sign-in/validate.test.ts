import { expect, it } from "vitest";

import { formErrors } from "./validate";

it("asks for what is missing, in the order of the form", () => {
  const errors = formErrors({ name: " ", email: "", password: "" }, "register");
  expect(Object.keys(errors)).toEqual(["name", "email", "password"]);
});

it("does not ask for a name or a long password when signing in", () => {
  expect(formErrors({ name: "", email: "a@b", password: "old" }, "login")).toEqual({});
});

it("counts characters as people do", () => {
  const form = { name: "Ana", email: " ana@example.org ", password: "😀".repeat(9) };
  expect(formErrors(form, "register")).toEqual({ password: "auth.passwordShort" });
  expect(formErrors({ ...form, password: "😀".repeat(10) }, "register")).toEqual({});
});

it.each(["ana", "ana@", "@b", "a b@c", "a@b@c"])("does not take %s for an e-mail address", (email) => {
  expect(formErrors({ name: "Ana", email, password: "0123456789" }, "register")).toEqual({
    email: "auth.emailWrong",
  });
});
