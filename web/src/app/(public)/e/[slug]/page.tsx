import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";

import { Page } from "@/components/shell";
import { EventPage, loadEvent, structuredData } from "@/features/events";

type Props = { params: Promise<{ slug: string }> };

/** Once for the head and the body of the same request. */
const load = cache(async (slug: string) => {
  const cookie = (await headers()).get("cookie") ?? "";
  return loadEvent(slug, cookie, Date.now());
});

/** Where this Hallway is for the world: links in previews must be whole. */
const origin = (): string => (process.env.HALLWAY_PUBLIC_URL ?? "http://localhost:3000").replace(/\/+$/u, "");

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const loaded = await load(slug);
  if (!loaded) return {};
  const { event } = loaded.view;
  const description = event.tagline || event.description.slice(0, 200);
  const hidden = event.visibility === "unlisted" || event.status === "draft";
  return {
    metadataBase: new URL(origin()),
    title: event.name,
    description,
    alternates: { canonical: `/e/${event.slug}` },
    robots: hidden ? { index: false } : undefined,
    openGraph: {
      type: "website",
      siteName: "Hallway",
      title: event.name,
      description,
      url: `/e/${event.slug}`,
    },
    twitter: { card: "summary", title: event.name, description },
  };
}

export default async function PublicEventPage({ params }: Props) {
  const { slug } = await params;
  const loaded = await load(slug);
  if (!loaded) notFound();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <Page className="pt-6">
      <script
        type="application/ld+json"
        nonce={nonce}
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: structuredData(loaded, origin()) }}
      />
      <EventPage {...loaded} />
    </Page>
  );
}
