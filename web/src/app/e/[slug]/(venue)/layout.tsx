import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";

import { Inside } from "@/components/frame";
import { FirstQuestions } from "@/components/frame/first-questions";
import { firstQuestions, isEventThere, loadVenue, stripScript, Venue, venueMetadata } from "@/features/venue";
import { isPlainVisit } from "@/lib/visitor";

type Props = { params: Promise<{ slug: string }>; children: ReactNode; there: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return venueMetadata((await params).slug);
}

/**
 * One frame for all pages of the venue: moving between them keeps the connection, the presence and the chat. `there` is
 * what the server draws of a page, for browsers without scripts.
 */
export default async function VenueLayout({ params, children, there }: Props) {
  const { slug } = await params;
  if (!(await isEventThere(slug))) notFound();
  const drawn = await loadVenue(slug);
  return (
    <>
      {drawn && <noscript>{there}</noscript>}
      {drawn && <FirstQuestions questions={firstQuestions(slug, drawn.event.id)} script={stripScript} />}
      <Inside>
        <Venue slug={slug} plain={there} isPlainVisit={await isPlainVisit()} drawn={drawn}>
          {children}
        </Venue>
      </Inside>
    </>
  );
}
