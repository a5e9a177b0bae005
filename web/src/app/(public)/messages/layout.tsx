import type { ReactNode } from "react";

import { SignedIn } from "@/features/account";

/** My conversations, outside an event: the whole window under the bar. */
export default function MessagesLayout({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto h-[calc(100dvh-56px)] w-full max-w-[1120px]">
      <SignedIn>{children}</SignedIn>
    </main>
  );
}
