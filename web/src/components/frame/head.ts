import type { Metadata, Viewport } from "next";

import { t, type MessageKey } from "@/lib/i18n";

import icon from "./icon.svg";

/** What every page says of itself in its head, but for its title. */
export function generateMetadata(): Metadata {
  return {
    title: { default: t("common.appName"), template: `%s · ${t("common.appName")}` },
    description: t("shell.description"),
    // Named by its contents, as all files that the gateway answers by itself.
    icons: { icon: { url: icon.src, type: "image/svg+xml" } },
  };
}

/** The head of a page with this title. */
export const titled =
  (title: MessageKey, more?: Metadata): (() => Metadata) =>
  () => ({ title: t(title), ...more });

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#141312" },
  ],
};
