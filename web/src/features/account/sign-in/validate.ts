import { limits } from "@/gen/limits";
import type { MessageKey } from "@/lib/i18n";

export type AccountField = "name" | "email" | "password";
export type AccountForm = Record<AccountField, string>;
export type AccountErrors = Partial<Record<AccountField, MessageKey>>;

/** As in the server's rules, which decide; here only what saves a round trip. */
export const shortestPassword = limits.AccountInput.password.min;
export const longestName = limits.AccountInput.name.max;

/** What is wrong with one field, as the key of a sentence; undefined if nothing is. */
export function fieldError(
  field: AccountField,
  value: string,
  mode: "login" | "register",
): MessageKey | undefined {
  if (field === "email") {
    if (!value.trim()) return "auth.emailMissing";
    return /^[^\s@]+@[^\s@]+$/u.test(value.trim()) ? undefined : "auth.emailWrong";
  }
  if (field === "password") {
    if (!value) return "auth.passwordMissing";
    return mode === "register" && Array.from(value).length < shortestPassword
      ? "auth.passwordShort"
      : undefined;
  }
  if (!value.trim()) return "auth.nameMissing";
  return Array.from(value.trim()).length > longestName ? "auth.nameLong" : undefined;
}

/** All errors of a form; an empty object when it may be sent. */
export function formErrors(form: AccountForm, mode: "login" | "register"): AccountErrors {
  const fields: AccountField[] = mode === "login" ? ["email", "password"] : ["name", "email", "password"];
  const errors: AccountErrors = {};
  for (const field of fields) {
    const error = fieldError(field, form[field], mode);
    if (error) errors[field] = error;
  }
  return errors;
}
