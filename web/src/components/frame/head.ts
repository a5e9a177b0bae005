import type { Metadata, Viewport } from "next";

import { t } from "@/lib/i18n";

/** What every page says of itself in its head. */
export const metadata: Metadata = {
  title: { default: t("common.appName"), template: `%s · ${t("common.appName")}` },
  description: t("shell.description"),
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#141312" },
  ],
};
