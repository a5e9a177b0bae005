import type { Metadata } from "next";

import { MessagesPage } from "@/features/chat";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("chat.messages") };

type Props = { params: Promise<{ slug: string }> };

export default async function VenueMessages({ params }: Props) {
  const { slug } = await params;
  return <MessagesPage base={`/e/${slug}/messages`} />;
}
