import { titled } from "@/components/frame/head";
import { NothingWords } from "@/components/frame";
import { MessagesPage } from "@/features/chat";
import { isId } from "@/lib/ids";

export const generateMetadata = titled("chat.messages");

type Props = { params: Promise<{ slug: string; roomId: string }> };

export default async function VenueConversation({ params }: Props) {
  const { slug, roomId } = await params;
  // The status is told beside this page; the words stand inside the venue.
  if (!isId(roomId)) return <NothingWords className="px-4 pt-24" />;
  return <MessagesPage base={`/e/${slug}/messages`} roomId={roomId} />;
}
