import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { t } from "@/lib/i18n";

import { Page } from "./page";
import { SecondLook } from "./second-look";

/** What a wrong address shows, under whatever bar there is. */
export function NothingHere() {
  return (
    <Page narrow className="pt-24">
      <SecondLook />
      <NothingWords />
    </Page>
  );
}

/** The same within a main part that is there already. */
export const NothingWords = ({ className }: { className?: string }) => (
  <div className={cn("text-center", className)}>
    <h1 className="text-28 font-semibold">{t("common.notFoundTitle")}</h1>
    <p className="mt-2 text-muted">{t("common.notFoundBody")}</p>
    <Button asChild variant="soft" className="mt-6">
      <Link href="/">{t("common.toEvents")}</Link>
    </Button>
  </div>
);
