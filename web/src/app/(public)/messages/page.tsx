import type { Metadata } from "next";

import { MessagesPage } from "@/features/chat";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("chat.messages") };

export default function Messages() {
  return <MessagesPage base="/messages" />;
}
