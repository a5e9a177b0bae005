import { limits } from "@/gen/limits";
import type { FormErrors } from "@/lib/form";
import { tooLong } from "@/lib/form-values";
import { isBlank } from "@/lib/plain";

export type AccountForm = { name: string; email: string; password: string };
export type AccountMode = "login" | "register";

export const accountFields = ["name", "email", "password"] as const satisfies readonly (keyof AccountForm)[];

const { name, password } = limits.AccountInput;

/** What is wrong, by field; empty when it may be sent. As in the server's rules, which decide. */
export function accountErrors(form: AccountForm, mode: AccountMode): FormErrors<AccountForm> {
  const errors: FormErrors<AccountForm> = {};
  if (isBlank(form.email)) errors.email = "auth.emailMissing";
  else if (!/^[^\s@]+@[^\s@]+$/u.test(form.email.trim())) errors.email = "auth.emailWrong";
  if (!form.password) errors.password = "auth.passwordMissing";
  if (mode === "login") return errors;
  if (form.password && Array.from(form.password).length < password.min)
    errors.password = "auth.passwordShort";
  if (isBlank(form.name)) errors.name = "auth.nameMissing";
  else if (tooLong(form, { name }).length > 0) errors.name = ["auth.nameLong", { longest: name.max }];
  return errors;
}
