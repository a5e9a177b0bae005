import { notFound } from "next/navigation";

import { isId } from "@/lib/ids";

import InsideOnly from "../../default";

type Props = { params: Promise<{ slug: string; roomId: string }> };

/** As all that is for who is signed in, but for an address that can be of nobody's: see the one of sessions. */
export default async function There({ params }: Props) {
  if (!isId((await params).roomId)) notFound();
  return <InsideOnly params={params} />;
}
