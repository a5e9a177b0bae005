import type { Metadata } from "next";

import { ProfilePage } from "@/features/account";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("profile.title") };

export default function ProfileRoute() {
  return <ProfilePage />;
}
