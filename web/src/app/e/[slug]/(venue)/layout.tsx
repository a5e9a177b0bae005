import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";

import { isEventThere } from "@/features/events";

import { Venue } from "./venue";

type Props = { params: Promise<{ slug: string }>; children: ReactNode; there: ReactNode };

/** One frame for all pages of the venue: moving between them keeps the connection, the presence and the chat. */
export default async function VenueLayout({ params, children, there }: Props) {
  const { slug } = await params;
  const cookie = (await headers()).get("cookie") ?? "";
  if (!(await isEventThere(slug, cookie))) notFound();
  return (
    <>
      {there}
      <Venue slug={slug}>{children}</Venue>
    </>
  );
}
