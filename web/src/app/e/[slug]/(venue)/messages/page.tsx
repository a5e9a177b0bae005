import { titled } from "@/components/frame/head";
import { MessagesPage } from "@/features/chat";

export const generateMetadata = titled("chat.messages");

type Props = { params: Promise<{ slug: string }> };

export default async function VenueMessages({ params }: Props) {
  const { slug } = await params;
  return <MessagesPage base={`/e/${slug}/messages`} />;
}
