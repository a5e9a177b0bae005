import type { Metadata } from "next";

import { ImportPage } from "@/features/organiser";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("imports.title"), robots: { index: false } };

export default async function ImportRoute({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params;
  return <ImportPage id={id} base={`/e/${slug}`} />;
}
