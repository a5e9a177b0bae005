import type { Metadata } from "next";

import { SettingsPage } from "@/features/account";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("settings.title") };

export default function SettingsRoute() {
  return <SettingsPage />;
}
