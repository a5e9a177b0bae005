import type { ReactNode } from "react";

import { KeyHelp } from "@/components/shell";

import { PublicTop } from "./public-top";

/** The frame of every page outside an event. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PublicTop />
      {children}
      <KeyHelp />
    </>
  );
}
