import type { Metadata } from "next";

import { loadSession, sessionMetadata, SessionPage } from "@/features/agenda";
import { t } from "@/lib/i18n";

type Props = { params: Promise<{ slug: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params;
  const session = await loadSession(slug, id);
  return session ? sessionMetadata(id, session) : { title: t("venue.session") };
}

export default async function SessionRoute({ params }: Props) {
  const { slug, id } = await params;
  return <SessionPage key={id} id={id} base={`/e/${slug}`} />;
}
