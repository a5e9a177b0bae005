"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState, type ComponentProps } from "react";

import { Button } from "@/components/ui/button";
import { Field, FormError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { useForm } from "@/lib/form";
import { useMounted } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { login, register } from "@/lib/session";

import { accountErrors, accountFields, type AccountForm, type AccountMode } from "./validate";

const empty: AccountForm = { name: "", email: "", password: "" };

/** Signing in, or making an account. What was typed stays when it fails; `onDone` once somebody is signed in. */
export function AccountFields({ mode, onDone }: { mode: AccountMode; onDone: () => void }) {
  const t = useT();
  // Until React listens, a press on the button would send the password as a plain form.
  const ready = useMounted();
  const form = useForm<AccountForm>({
    saved: empty,
    fields: accountFields,
    check: (values) => accountErrors(values, mode),
    send: async ({ name, email, password }) => {
      if (mode === "login") await login({ email, password });
      else await register({ name: name.trim(), email, password });
      // Not the way on: whoever is signed in sees this form no more, and still has to be led on.
      onDone();
      return empty;
    },
    refocus: "password",
    warn: false,
  });
  return (
    <form {...form.props} className="flex flex-col gap-4">
      {mode === "register" && (
        <Field label={t("auth.name")} hint={t("auth.nameHint")} error={form.errorOf("name")}>
          <Input autoComplete="name" required {...form.bind("name")} />
        </Field>
      )}
      <Field label={t("auth.email")} error={form.errorOf("email")}>
        <Input
          type="email"
          inputMode="email"
          autoComplete={mode === "login" ? "username" : "email"}
          autoCapitalize="none"
          spellCheck={false}
          required
          {...form.bind("email")}
        />
      </Field>
      <Field
        label={t("auth.password")}
        hint={mode === "register" ? t("auth.passwordHint") : undefined}
        error={form.errorOf("password")}
      >
        <PasswordInput
          autoComplete={mode === "login" ? "current-password" : "new-password"}
          required
          {...form.bind("password")}
        />
      </Field>
      <FormError>{form.refusal}</FormError>
      <Button
        type="submit"
        variant="accent"
        size="lg"
        pending={form.pending}
        disabled={!ready}
        className="w-full"
      >
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
      <Input {...props} type={shown ? "text" : "password"} className="pe-10" />
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t(shown ? "auth.hidePassword" : "auth.showPassword")}
        onClick={() => setShown(!shown)}
        className="absolute inset-e-1 top-1"
      >
        <Icon icon={shown ? EyeOff : Eye} />
      </Button>
    </div>
  );
}
