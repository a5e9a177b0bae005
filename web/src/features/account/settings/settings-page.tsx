"use client";

import { LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";

import { PageTitle } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { ChoiceRow } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { NotificationPreferences } from "@/features/notifications";
import { BlockedPeople } from "@/features/people";
import { useT } from "@/lib/i18n";
import { useCharacterKeys } from "@/lib/keys";
import { goTo, useLanguageChoice, type LanguageChoice } from "@/lib/language-choice";
import { languages, offeredLanguages } from "@/lib/locale";
import { toProblem } from "@/lib/problem";
import { logout, useUser } from "@/lib/session";
import { useTheme } from "@/lib/theme";

import { Devices } from "./devices";

/** Everything about my account here: one page, in the order people look for it. */
export function SettingsPage() {
  const t = useT();
  return (
    <>
      <PageTitle>{t("settings.title")}</PageTitle>
      <div className="divide-y divide-border">
        <Part id="notifications" title={t("settings.notifications")} hint={t("notifications.channels")}>
          <NotificationPreferences />
        </Part>
        <Part id="language" title={t("shell.language")} hint={t("settings.languageHint")}>
          <Languages />
        </Part>
        <Part id="theme" title={t("settings.theme")} hint={t("settings.themeHint")}>
          <Theme />
        </Part>
        <Part id="keys" title={t("settings.keys")} hint={t("settings.keysHint")}>
          <CharacterKeys />
        </Part>
        <Part id="devices" title={t("settings.devices")} hint={t("settings.devicesHint")}>
          <Devices />
        </Part>
        <Part id="blocked" title={t("settings.blocked")} hint={t("settings.blockedHint")}>
          <BlockedPeople />
        </Part>
        <Part id="account" title={t("settings.account")}>
          <SignOut />
        </Part>
      </div>
    </>
  );
}

type PartProps = { id: string; title: string; hint?: string; children: ReactNode };

/** What it is on the left, the choices on the right. */
function Part({ id, title, hint, children }: PartProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-16 gap-x-16 gap-y-4 py-8 first:pt-2 md:grid-cols-[280px_minmax(0,640px)]"
    >
      <div>
        <h2 id={`${id}-title`} className="text-16 font-semibold">
          {title}
        </h2>
        {hint && <p className="mt-1 text-13 text-muted">{hint}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}

function Theme() {
  const t = useT();
  const [theme, setTheme] = useTheme();
  return (
    <Segmented
      label={t("settings.theme")}
      value={theme}
      onValueChange={setTheme}
      segments={[
        { value: "system", label: t("shell.themeSystem") },
        { value: "light", label: t("shell.themeLight") },
        { value: "dark", label: t("shell.themeDark") },
      ]}
    />
  );
}

function CharacterKeys() {
  const t = useT();
  const [on, setOn] = useCharacterKeys();
  return (
    <ChoiceRow label={t("settings.characterKeys")} hint={t("settings.characterKeysHint")}>
      <Switch checked={on} onCheckedChange={setOn} />
    </ChoiceRow>
  );
}

function Languages() {
  const t = useT();
  const [choice, choose] = useLanguageChoice();
  return (
    <Segmented<LanguageChoice>
      label={t("shell.language")}
      value={choice}
      onValueChange={(next) =>
        void choose(next).catch((error: unknown) => toast({ tone: "error", title: toProblem(error).message }))
      }
      segments={[
        { value: "browser", label: t("shell.languageBrowser") },
        ...offeredLanguages.map((one) => ({
          value: one,
          label: <span lang={one}>{languages[one].name}</span>,
        })),
      ]}
    />
  );
}

function SignOut() {
  const t = useT();
  const user = useUser();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const leave = async () => {
    setPending(true);
    try {
      await logout();
      goTo("/", router.push);
    } catch (error) {
      setPending(false);
      toast({ tone: "error", title: toProblem(error).message });
    }
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-13 text-muted">{t("settings.signedInAs", { email: user?.email ?? "" })}</p>
      <Button variant="outline" pending={pending} onClick={() => void leave()}>
        <Icon icon={LogOut} />
        {t("shell.signOut")}
      </Button>
    </div>
  );
}
