import type { Metadata } from "next";

import { ManageEvent } from "@/features/organiser";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("organiser.manage"), robots: { index: false } };

export default async function ManagePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <ManageEvent base={`/e/${slug}`} />;
}
