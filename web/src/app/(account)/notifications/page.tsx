import type { Metadata } from "next";

import { NotificationsPage } from "@/features/notifications";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("notifications.title") };

export default function NotificationsRoute() {
  return <NotificationsPage />;
}
