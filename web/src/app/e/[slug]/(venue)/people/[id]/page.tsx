import type { Metadata } from "next";

import { t } from "@/lib/i18n";

import { PersonRoom } from "./person-room";

export const metadata: Metadata = { title: t("shell.people") };

export default async function PersonRoute({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params;
  return <PersonRoom key={id} slug={slug} personId={id} />;
}
