import type { ReactNode } from "react";

import { Venue } from "./venue";

type Props = { params: Promise<{ slug: string }>; children: ReactNode };

/** One frame for all pages of the venue: moving between them keeps the connection, the presence and the chat. */
export default async function VenueLayout({ params, children }: Props) {
  const { slug } = await params;
  return <Venue slug={slug}>{children}</Venue>;
}
