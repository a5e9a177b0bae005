import type { ReactNode } from "react";

import { ConnectionBar, KeyHelp, Page, TopBar } from "@/components/frame";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { SignedIn } from "@/features/account";
import { Bell } from "@/features/notifications";

const waiting = (
  <Loading className="space-y-4">
    <Skeleton className="h-9 w-48" />
    <Skeleton className="h-40 max-w-[640px]" />
  </Loading>
);

/** The pages about oneself: for who is signed in. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <TopBar bell={<Bell />} search={false} />
      <ConnectionBar />
      <Page>
        <SignedIn waiting={waiting}>{children}</SignedIn>
      </Page>
      <KeyHelp />
    </>
  );
}
