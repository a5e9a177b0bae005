import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { Page, StructuredData } from "@/components/frame";
import { eventData, eventMetadata, EventPage, loadEvent } from "@/features/event-page";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const loaded = await loadEvent((await params).slug);
  return loaded ? eventMetadata(loaded) : {};
}

export default async function PublicEventPage({ params }: Props) {
  const loaded = await loadEvent((await params).slug);
  if (!loaded) notFound();
  return (
    <Page className="pt-6">
      <StructuredData data={eventData(loaded)} />
      <EventPage {...loaded} />
    </Page>
  );
}
