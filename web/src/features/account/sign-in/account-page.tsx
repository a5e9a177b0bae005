"use client";

import { useRouter } from "next/navigation";

import { NeedsScripts } from "@/components/frame";
import { Link } from "@/components/ui/link";
import { Separator } from "@/components/ui/separator";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useT } from "@/lib/i18n";
import { goTo } from "@/lib/language-choice";
import { useUser } from "@/lib/session";

import { AccountFields } from "./account-form";
import { liveLobby } from "./live-lobby";
import { withNext } from "./next-path";
import { PersonaList, type Personas } from "./personas";

export type AccountPageProps = {
  mode: "login" | "register";
  /** A path of this site (see `nextPath`): where to go afterwards. */
  next: string;
  /** Empty unless this is a demo. */
  personas?: Personas;
};

/** Everything between the bar and the foot of `/login` and `/register`. */
export function AccountPage({ mode, next, personas = [] }: AccountPageProps) {
  const t = useT();
  const router = useRouter();
  const user = useUser();
  const goOn = () => goTo(next, router.replace);
  // Whoever looks around with nothing else in mind is where the people are.
  const comeIn = async () => goTo(next === "/" ? await liveLobby() : next, router.replace);
  const title = t(mode === "login" ? "auth.loginTitle" : "auth.registerTitle");
  if (user)
    return (
      <>
        <h1 className="text-28 font-semibold">{title}</h1>
        <p className="mt-2 text-muted">{t("auth.already", { name: user.name })}</p>
        <Button asChild variant="accent" size="lg" className="mt-6">
          <Link href={next}>{t("auth.continue")}</Link>
        </Button>
      </>
    );
  return (
    <>
      <h1 className="text-28 font-semibold">{title}</h1>
      <p className="mt-1 text-muted">{t(mode === "login" ? "auth.loginBody" : "auth.registerBody")}</p>
      <div className="mt-4 not-noscript:hidden">
        <NeedsScripts />
      </div>
      {personas.length > 0 && mode === "login" && (
        <div className="mt-6">
          <PersonaList personas={personas} onDone={comeIn} />
          <Separator className="mt-7 font-normal">{t("auth.demoOr")}</Separator>
        </div>
      )}
      <Card className="mt-6 p-6 max-md:p-5">
        <AccountFields mode={mode} onDone={goOn} />
      </Card>
      <p className="mt-4 text-center text-13 text-muted">
        {t(mode === "login" ? "auth.noAccount" : "auth.haveAccount")}{" "}
        <Link
          href={withNext(mode === "login" ? "/register" : "/login", next)}
          className="rounded-control font-medium text-accent-text hover:underline"
        >
          {t(mode === "login" ? "auth.toRegister" : "auth.toLogin")}
        </Link>
      </p>
      {personas.length > 0 && mode === "register" && (
        <div className="mt-9">
          <PersonaList personas={personas} onDone={comeIn} />
        </div>
      )}
    </>
  );
}
