import type { Metadata } from "next";

import { loadPersonName } from "@/features/people";
import { VenuePersonPage } from "@/features/venue";
import { t } from "@/lib/i18n";

type Props = { params: Promise<{ slug: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadPersonName((await params).id)) ?? t("shell.people") };
}

export default async function Page({ params }: Props) {
  const { slug, id } = await params;
  return <VenuePersonPage key={id} slug={slug} personId={id} />;
}
