import type { Metadata } from "next";

import { InvitationsPage } from "@/features/account";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("invitations.title") };

export default function InvitationsRoute() {
  return <InvitationsPage />;
}
