import type { Metadata } from "next";

import { VenuePersonPage } from "@/features/venue";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("shell.people") };

export default async function Page({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params;
  return <VenuePersonPage key={id} slug={slug} personId={id} />;
}
