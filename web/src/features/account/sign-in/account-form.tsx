"use client";

import { Eye, EyeOff } from "lucide-react";
import { useRef, useState, type ComponentProps, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Field, FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { useMounted } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { login, register } from "@/lib/session";

import {
  fieldError,
  formErrors,
  longestName,
  type AccountErrors,
  type AccountField,
  type AccountForm,
} from "./validate";

type Mode = "login" | "register";
const empty: AccountForm = { name: "", email: "", password: "" };
const isField = (name: unknown): name is AccountField => typeof name === "string" && name in empty;

/** Signing in, or making an account. What was typed stays when it fails; `onDone` once somebody is signed in. */
export function AccountFields({ mode, onDone }: { mode: Mode; onDone: () => void }) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  // Until React listens, a press on the button would send the password as a plain form.
  const ready = useMounted();
  const [values, setValues] = useState(empty);
  const [errors, setErrors] = useState<AccountErrors>({});
  const [refused, setRefused] = useState<{ field: AccountField | null; message: string } | null>(null);
  const [pending, setPending] = useState(false);

  const focus = (field: AccountField | undefined) => {
    if (field) form.current?.querySelector<HTMLInputElement>(`[name="${field}"]`)?.focus();
  };
  const fail = (error: unknown) => {
    const problem = toProblem(error);
    const field = isField(problem.data.field) ? problem.data.field : null;
    setRefused({ field, message: problem.message });
    focus(field ?? "password");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const found = formErrors(values, mode);
    setErrors(found);
    setRefused(null);
    const first = Object.keys(found)[0];
    if (first) return focus(first as AccountField);
    setPending(true);
    const { name, email, password } = values;
    const sent =
      mode === "login" ? login({ email, password }) : register({ name: name.trim(), email, password });
    sent.then(onDone, fail).finally(() => setPending(false));
  };
  const errorOf = (field: AccountField) => {
    const key = errors[field];
    return key ? t(key, { longest: longestName }) : refused?.field === field ? refused.message : undefined;
  };
  const bind = (field: AccountField): ComponentProps<"input"> => ({
    name: field,
    value: values[field],
    onChange: (event) => {
      setValues({ ...values, [field]: event.target.value });
      setErrors({ ...errors, [field]: undefined });
      setRefused(null);
    },
    onBlur: () => {
      // A field that was only passed through is not wrong yet.
      if (values[field]) setErrors({ ...errors, [field]: fieldError(field, values[field], mode) });
    },
  });
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {mode === "register" && (
        <Field label={t("auth.name")} hint={t("auth.nameHint")} error={errorOf("name")}>
          <Input autoComplete="name" required {...bind("name")} />
        </Field>
      )}
      <Field label={t("auth.email")} error={errorOf("email")}>
        <Input
          type="email"
          inputMode="email"
          autoComplete={mode === "login" ? "username" : "email"}
          autoCapitalize="none"
          spellCheck={false}
          required
          {...bind("email")}
        />
      </Field>
      <Field
        label={t("auth.password")}
        hint={mode === "register" ? t("auth.passwordHint") : undefined}
        error={errorOf("password")}
      >
        <PasswordInput
          autoComplete={mode === "login" ? "current-password" : "new-password"}
          required
          {...bind("password")}
        />
      </Field>
      <FieldError>{refused && !refused.field ? refused.message : null}</FieldError>
      <Button type="submit" variant="accent" size="lg" pending={pending} disabled={!ready} className="w-full">
        {t(mode === "login" ? "auth.login" : "auth.register")}
      </Button>
    </form>
  );
}

function PasswordInput(props: ComponentProps<"input">) {
  const t = useT();
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input {...props} type={shown ? "text" : "password"} className="pr-10" />
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t(shown ? "auth.hidePassword" : "auth.showPassword")}
        onClick={() => setShown(!shown)}
        className="absolute top-1 right-1"
      >
        <Icon icon={shown ? EyeOff : Eye} />
      </Button>
    </div>
  );
}
