import type { ReactNode } from "react";

import { Inside, NeedsScripts } from "@/components/frame";
import { SignedIn } from "@/features/account";
import { signInFirst } from "@/lib/visitor";

/** My conversations, outside an event: the whole window under the bar. */
export default async function MessagesLayout({ children }: { children: ReactNode }) {
  await signInFirst();
  return (
    <main id="main" tabIndex={-1} className="mx-auto h-[calc(100dvh-56px)] w-full max-w-[1120px]">
      <Inside>
        <SignedIn waiting={<NeedsScripts />}>{children}</SignedIn>
      </Inside>
    </main>
  );
}
