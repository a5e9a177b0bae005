import type { Metadata } from "next";

import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("shell.lobby") };

export default function LobbyPage() {
  return <h1 className="sr-only">{t("shell.lobby")}</h1>;
}
