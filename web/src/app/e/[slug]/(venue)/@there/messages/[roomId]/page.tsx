import { notFound } from "next/navigation";

import { isId } from "@/lib/ids";

/** Draws nothing, and is there for nothing but an address that can be of nobody's: see the one of sessions. */
export default async function There({ params }: { params: Promise<{ roomId: string }> }) {
  if (!isId((await params).roomId)) notFound();
  return null;
}
