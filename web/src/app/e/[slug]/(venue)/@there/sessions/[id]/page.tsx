import { notFound } from "next/navigation";

import { NeedsScriptsHere } from "@/components/frame";
import { loadSession, PlainSession } from "@/features/agenda";
import { isPlainVisit } from "@/lib/visitor";

type Props = { params: Promise<{ slug: string; id: string }> };

/**
 * Answers 404 for a session that is not on the agenda, and draws one that is for browsers without scripts. It stands
 * beside the page because the venue draws its pages by scripts, when it is too late for a status.
 */
export default async function SessionThere({ params }: Props) {
  const { slug, id } = await params;
  if ((await loadSession(slug, id)) === null) notFound();
  if (!(await isPlainVisit())) return <NeedsScriptsHere event={`/e/${slug}`} />;
  return <PlainSession slug={slug} id={id} />;
}
