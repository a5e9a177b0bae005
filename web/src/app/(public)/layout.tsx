import type { ReactNode } from "react";

import { ConnectionBar, KeyHelp, TopBar } from "@/components/frame";
import { Bell } from "@/features/notifications";

/** The frame of every page outside an event. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <TopBar bell={<Bell />} search={false} />
      <ConnectionBar />
      {children}
      <KeyHelp />
    </>
  );
}
