import type { Metadata } from "next";

import { t } from "@/lib/i18n";

import { SettingsPage } from "./settings-page";

export const metadata: Metadata = { title: t("settings.title") };

export default function SettingsRoute() {
  return <SettingsPage />;
}
