import type { ReactNode } from "react";

import { MessagesFrame } from "./messages-frame";

/** My conversations, outside an event: the whole window under the bar. */
export default function MessagesLayout({ children }: { children: ReactNode }) {
  return <MessagesFrame>{children}</MessagesFrame>;
}
