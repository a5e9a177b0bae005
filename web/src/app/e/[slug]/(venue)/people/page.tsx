import type { Metadata } from "next";

import { VenuePeoplePage } from "@/features/venue";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("shell.people") };

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <VenuePeoplePage slug={slug} />;
}
