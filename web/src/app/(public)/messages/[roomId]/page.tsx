import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { MessagesPage } from "@/features/chat";
import { t } from "@/lib/i18n";
import { isId } from "@/lib/ids";

export const metadata: Metadata = { title: t("chat.messages") };

type Props = { params: Promise<{ roomId: string }> };

export default async function Conversation({ params }: Props) {
  const { roomId } = await params;
  if (!isId(roomId)) notFound();
  return <MessagesPage base="/messages" roomId={roomId} />;
}
