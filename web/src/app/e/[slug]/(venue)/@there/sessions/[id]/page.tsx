import { notFound } from "next/navigation";

import { loadSession } from "@/features/agenda";

type Props = { params: Promise<{ slug: string; id: string }> };

/**
 * Draws nothing, and answers 404 for a session that is not on the agenda. It stands beside the page because the
 * venue draws its pages in the browser only, where it is too late for a status.
 */
export default async function SessionThere({ params }: Props) {
  const { slug, id } = await params;
  if ((await loadSession(slug, id)) === null) notFound();
  return null;
}
