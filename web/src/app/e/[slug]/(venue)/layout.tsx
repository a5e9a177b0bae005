import { notFound } from "next/navigation";
import type { ReactNode } from "react";

import { isEventThere, Venue } from "@/features/venue";

type Props = { params: Promise<{ slug: string }>; children: ReactNode; there: ReactNode };

/** One frame for all pages of the venue: moving between them keeps the connection, the presence and the chat. */
export default async function VenueLayout({ params, children, there }: Props) {
  const { slug } = await params;
  if (!(await isEventThere(slug))) notFound();
  return (
    <>
      {there}
      <Venue slug={slug}>{children}</Venue>
    </>
  );
}
