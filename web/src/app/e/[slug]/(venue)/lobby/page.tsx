import type { Metadata } from "next";

import { t } from "@/lib/i18n";

import { LobbyRoom } from "./lobby-room";

export const metadata: Metadata = { title: t("shell.lobby") };

export default async function LobbyPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <LobbyRoom slug={slug} />;
}
