import type { ReactNode } from "react";

import { ConnectionBar, Inside, KeyHelp, NeedsScripts, Page, TopBar } from "@/components/frame";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { SignedIn } from "@/features/account";
import { Bell } from "@/features/notifications";
import { signInFirst } from "@/lib/visitor";

const waiting = (
  <>
    <NeedsScripts />
    <Loading className="space-y-4 noscript:hidden">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="h-40 max-w-[640px]" />
    </Loading>
  </>
);

/** The pages about oneself: for who is signed in. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  await signInFirst();
  return (
    <Inside>
      <TopBar bell={<Bell />} search={false} />
      <ConnectionBar />
      <Page>
        <SignedIn waiting={waiting}>{children}</SignedIn>
      </Page>
      <KeyHelp />
    </Inside>
  );
}
