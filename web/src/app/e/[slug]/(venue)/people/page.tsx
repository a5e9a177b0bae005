import type { Metadata } from "next";

import { t } from "@/lib/i18n";

import { PeopleRoom } from "./people-room";

export const metadata: Metadata = { title: t("shell.people") };

export default async function PeopleRoute({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <PeopleRoom slug={slug} />;
}
