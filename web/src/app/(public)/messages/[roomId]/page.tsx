import { notFound } from "next/navigation";

import { titled } from "@/components/frame/head";
import { MessagesPage } from "@/features/chat";
import { isId } from "@/lib/ids";

export const generateMetadata = titled("chat.messages");

type Props = { params: Promise<{ roomId: string }> };

export default async function Conversation({ params }: Props) {
  const { roomId } = await params;
  if (!isId(roomId)) notFound();
  return <MessagesPage base="/messages" roomId={roomId} />;
}
