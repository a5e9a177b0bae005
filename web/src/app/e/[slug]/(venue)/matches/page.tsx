import type { Metadata } from "next";

import { t } from "@/lib/i18n";

import { VenueMatches } from "./venue-matches";

export const metadata: Metadata = { title: t("matches.title") };

export default function MatchesRoute() {
  return <VenueMatches />;
}
