import type { Metadata } from "next";

import { SessionPage, loadSession } from "@/features/agenda";
import { t } from "@/lib/i18n";
import { cut } from "@/lib/plain";

type Props = { params: Promise<{ slug: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params;
  const session = await loadSession(slug, id);
  if (!session) return { title: t("venue.session") };
  return { title: session.title, description: session.subtitle || cut(session.summary, 200) };
}

export default async function SessionRoute({ params }: Props) {
  const { slug, id } = await params;
  return <SessionPage key={id} id={id} base={`/e/${slug}`} />;
}
