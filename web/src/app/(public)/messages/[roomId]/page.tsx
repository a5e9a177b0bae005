import type { Metadata } from "next";

import { MessagesPage } from "@/features/chat";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("chat.messages") };

type Props = { params: Promise<{ roomId: string }> };

export default async function Conversation({ params }: Props) {
  const { roomId } = await params;
  return <MessagesPage base="/messages" roomId={roomId} />;
}
