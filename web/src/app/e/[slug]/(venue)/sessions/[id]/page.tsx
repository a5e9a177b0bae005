import type { Metadata } from "next";

import { SessionPage } from "@/features/events";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("venue.session") };

export default async function SessionRoute({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params;
  return <SessionPage key={id} id={id} base={`/e/${slug}`} />;
}
