import type { Metadata } from "next";

import { VenueMatchesPage } from "@/features/venue";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("matches.title") };

export default function Page() {
  return <VenueMatchesPage />;
}
