import { titled } from "@/components/frame/head";
import { MessagesPage } from "@/features/chat";

export const generateMetadata = titled("chat.messages");

export default function Messages() {
  return <MessagesPage base="/messages" />;
}
