import type { Metadata } from "next";

import { LobbyPage } from "@/features/venue";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("shell.lobby") };

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <LobbyPage slug={slug} />;
}
